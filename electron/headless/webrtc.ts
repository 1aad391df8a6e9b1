/** WebRTC and WebSocket for Node: native WebRTC that ships inside an npm package, and `ws`. */
import wrtc from '@roamhq/wrtc';
import { WebSocket } from 'ws';

import type { WebRtc } from '../../shared/mesh/webrtc-types.ts';

/** lib0's signalling client, which y-webrtc builds on, knows only the global. */
export const provideWebSocket = (): void => {
  if (!('WebSocket' in globalThis)) Object.assign(globalThis, { WebSocket });
};

export const nodeWebRtc = (): WebRtc => {
  const { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate } = wrtc;
  return { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate } as unknown as WebRtc;
};
