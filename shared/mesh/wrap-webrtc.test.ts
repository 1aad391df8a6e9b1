import { expect, test } from 'vitest';

import { NO_ICE } from '../base/ice-server.ts';
import type { Description, WebRtc } from './webrtc-types.ts';
import { wrapWebRtc } from './wrap-webrtc.ts';

const sdp = (setup: string): string => `v=0\r\na=setup:${setup}\r\na=mid:0\r\na=setup:${setup}\r\n`;

test('[SG-11] whoever answers lets the other side begin DTLS, and so hears its first word', async () => {
  const taken: Description[] = [];
  const webrtc = {
    RTCPeerConnection: function () {
      return {
        addEventListener: () => undefined,
        setRemoteDescription: (description: Description) => Promise.resolve(void taken.push(description)),
      };
    },
  } as unknown as WebRtc;
  const wrapped = wrapWebRtc(webrtc, { made: () => undefined, addresses: () => [], ice: () => NO_ICE });
  const connection = new wrapped.RTCPeerConnection({});
  await connection.setRemoteDescription({ type: 'offer', sdp: sdp('actpass') });
  await connection.setRemoteDescription({ type: 'answer', sdp: sdp('passive') });
  expect(taken).toEqual([
    { type: 'offer', sdp: sdp('active') },
    { type: 'answer', sdp: sdp('passive') },
  ]);
});
