/** The little of WebRTC and WebSocket that the mesh uses, so that the page and Node can each bring their own. */
export type DataChannel = {
  binaryType: string;
  readyState: string;
  bufferedAmount: number;
  send: (data: Uint8Array) => void;
  close: () => void;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
};

export type Candidate = { candidate: string; sdpMLineIndex: number | null; sdpMid: string | null };

export type Description = { type: string; sdp: string };

export type ConnectionEvent = {
  candidate?: Candidate | null;
  /** Of `datachannel`: the other side has opened it. */
  channel?: { addEventListener: (type: 'message', listener: (event: { data: unknown }) => void) => void };
};

export type PeerConnection = {
  createDataChannel: (label: string, options: { negotiated: boolean; id: number; ordered: boolean }) => DataChannel;
  localDescription: { sdp: string } | null;
  remoteDescription: { sdp: string } | null;
  iceConnectionState: string;
  iceGatheringState: string;
  createOffer: () => Promise<Description>;
  createAnswer: () => Promise<Description>;
  setLocalDescription: (description: Description) => Promise<void>;
  setRemoteDescription: (description: Description) => Promise<void>;
  addIceCandidate: (candidate: Candidate) => Promise<void>;
  addEventListener: (type: string, listener: (event: ConnectionEvent) => void) => void;
  getStats: () => Promise<{ forEach: (visit: (report: Record<string, unknown>) => void) => void }>;
  close: () => void;
};

export type PeerConnectionConstructor = new (configuration: unknown) => PeerConnection;

/** What simple-peer takes as `wrtc`. */
export type WebRtc = {
  RTCPeerConnection: PeerConnectionConstructor;
  RTCSessionDescription: unknown;
  RTCIceCandidate: unknown;
};

export type Subtle = {
  importKey: (
    format: 'raw',
    key: Uint8Array,
    algorithm: string,
    extractable: boolean,
    uses: string[],
  ) => Promise<unknown>;
  deriveKey: (
    algorithm: { name: string; salt: Uint8Array; iterations: number; hash: string },
    base: unknown,
    derived: { name: string; length: number },
    extractable: boolean,
    uses: string[],
  ) => Promise<unknown>;
  encrypt: (algorithm: { name: string; iv: Uint8Array }, key: unknown, data: Uint8Array) => Promise<ArrayBuffer>;
  decrypt: (algorithm: { name: string; iv: Uint8Array }, key: unknown, data: Uint8Array) => Promise<ArrayBuffer>;
};
