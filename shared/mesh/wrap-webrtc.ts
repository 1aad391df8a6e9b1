/**
 * simple-peer's `wrtc`, with a hook on every connection it makes, helpers as they are chosen at that time, real
 * addresses in every candidate it sends, and whoever offered as the one that begins DTLS.
 */
import type { IceChoice } from '../base/ice-server.ts';
import { withRealAddresses } from './candidates.ts';
import { rtcConfiguration } from './ice.ts';
import type { Candidate, Description, PeerConnection, WebRtc } from './webrtc-types.ts';

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
    const setRemote = connection.setRemoteDescription.bind(connection);
    connection.setRemoteDescription = (description) => setRemote(lettingThemBegin(description));
    hooks.made(connection);
    return connection;
  };
  return { ...webrtc, RTCPeerConnection: construct as unknown as WebRtc['RTCPeerConnection'] };
};

/**
 * Left to itself, who answers begins DTLS as soon as it reaches who offered, which may be before its answer is there. libdatachannel
 * does not hear that then, and it is said again a second later.
 */
const lettingThemBegin = ({ type, sdp }: Description): Description => ({
  type,
  sdp: type === 'offer' ? sdp.replaceAll('a=setup:actpass', 'a=setup:active') : sdp,
});
