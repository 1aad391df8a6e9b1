/**
 * simple-peer's `wrtc`, with a hook on every connection it makes, helpers as they are chosen at that time, and real
 * addresses in every candidate it sends.
 */
import type { IceChoice } from '../base/ice-server.ts';
import { withRealAddresses } from './candidates.ts';
import { rtcConfiguration } from './ice.ts';
import type { Candidate, PeerConnection, WebRtc } from './webrtc-types.ts';

type CandidateListener = ((event: { candidate: Candidate | null }) => void) | null;

export const wrapWebRtc = (
  webrtc: WebRtc,
  hooks: { made: (connection: PeerConnection) => void; addresses: () => readonly string[]; ice: () => IceChoice },
): WebRtc => {
  const construct = function (): PeerConnection {
    const connection = new webrtc.RTCPeerConnection(rtcConfiguration(hooks.ice()));
    let listener: CandidateListener = null;
    // simple-peer sets `onicecandidate`; it is called once for each address
    Object.defineProperty(connection, 'onicecandidate', {
      configurable: true,
      get: () => listener,
      set: (next: CandidateListener) => {
        listener = next;
      },
    });
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate === undefined || candidate.candidate === '')
        return listener?.({ candidate: null });
      const { sdpMLineIndex, sdpMid } = candidate;
      for (const line of withRealAddresses(candidate.candidate, hooks.addresses())) {
        listener?.({ candidate: { candidate: line, sdpMLineIndex, sdpMid } });
      }
    });
    hooks.made(connection);
    return connection;
  };
  return { ...webrtc, RTCPeerConnection: construct as unknown as WebRtc['RTCPeerConnection'] };
};
