/** libdatachannel ends the process where a browser rejects a promise. */
import { expect, test } from 'vitest';

import type { PeerConnection } from '../../shared/mesh/webrtc-types.ts';
import { nodeWebRtc } from './webrtc.ts';

const connect = (): PeerConnection => {
  const { RTCPeerConnection } = nodeWebRtc({ portOf: () => undefined });
  const connection = new RTCPeerConnection({ iceServers: [], iceTransportPolicy: 'all' });
  connection.createDataChannel('link', { negotiated: true, id: 512, ordered: true });
  return connection;
};

test('[SG-1] an answer to nothing, a second answer, an offer in place of an answer: each is an error, and the peer goes on', async () => {
  const [alice, bob] = [connect(), connect()];
  await expect(alice.createAnswer()).rejects.toThrow('no answer now (stable)');
  await alice.setRemoteDescription(await bob.createOffer());
  await expect(alice.createOffer()).rejects.toThrow('no offer now (have-remote-offer)');
  await alice.createAnswer();
  await expect(alice.createAnswer()).rejects.toThrow('no answer now (stable)');
  alice.close();
  bob.close();
});
