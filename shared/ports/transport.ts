import type { LinkId } from '../base/ids.ts';
import type { Route } from '../model/status.ts';

/**
 * A meeting room of the mesh. `topic` is blinded (means nothing to a carrier); `password` seals signalling frames.
 * In a `listenOnly` room we answer those who announce themselves and never announce ourselves.
 */
export type Room = { topic: string; password: string; listenOnly: boolean };

/** SHA-256 fingerprints of both DTLS certificates, 32 bytes each, as negotiated on this connection. */
export type Fingerprints = { local: Uint8Array; remote: Uint8Array };

/** A sealed signalling frame. `from` and `to` name ends of the mesh in that room, for as long as they are in it. */
export type Signal = { topic: string; from: string; to: string | undefined; data: string };

export type TransportEvent =
  | {
      kind: 'opened';
      link: LinkId;
      topic: string;
      initiator: boolean;
      fingerprints: Fingerprints;
      route: Route;
    }
  | { kind: 'frame'; link: LinkId; frame: Uint8Array }
  | { kind: 'closed'; link: LinkId; reason: string }
  /** Said to the room by this mesh; whoever has links may carry it further. */
  | { kind: 'signal'; signal: Signal }
  | { kind: 'hub'; state: 'up' | 'down' };

/** Unauthenticated, ordered, reliable channels between devices that met in a room. The core decides who they are. */
export type Transport = {
  /** Makes these the rooms we are in. Links of a room that is left are closed. */
  setRooms: (rooms: readonly Room[]) => void;
  /** @param frame at most 64 KiB; larger is a bug and throws */
  send: (link: LinkId, frame: Uint8Array) => void;
  close: (link: LinkId, reason: string) => void;
  /** Somebody else's signalling came over a link. */
  signal: (signal: Signal) => void;
  subscribe: (listener: (event: TransportEvent) => void) => () => void;
  dispose: () => void;
};

export const MAX_FRAME_BYTES = 64 * 1024;
