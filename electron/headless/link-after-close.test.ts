/** A connection can go away under a link before any event says so; the headless peer must survive sending then. */
import { afterEach, expect, test } from 'vitest';

import { NO_ICE } from '../../shared/base/ice-server.ts';
import { rtcConfiguration } from '../../shared/mesh/ice.ts';
import { openLinkChannel } from '../../shared/mesh/link-channel.ts';
import type { PeerConnection } from '../../shared/mesh/webrtc-types.ts';
import { nodeWebRtc } from './webrtc.ts';

type Negotiating = PeerConnection & {
  createOffer: () => Promise<object>;
  createAnswer: () => Promise<object>;
  setLocalDescription: (description: object) => Promise<void>;
  setRemoteDescription: (description: object) => Promise<void>;
  addIceCandidate: (candidate: object) => Promise<void>;
};

const open: Negotiating[] = [];
const connection = (): Negotiating => {
  const made = new (nodeWebRtc({ portOf: () => undefined }).RTCPeerConnection)(rtcConfiguration(NO_ICE)) as Negotiating;
  open.push(made);
  return made;
};
afterEach(() => open.splice(0).forEach((each) => each.close()));

test('alice’s connection to bob is closed under an open link: what she still sends is dropped, and she lives on', async () => {
  const [alice, bob] = [connection(), connection()];
  for (const [from, to] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    from.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate) void to.addIceCandidate(candidate).catch(() => undefined); // late ones, after the end
    });
  }
  const heard: Uint8Array[] = [];
  const closed: string[] = [];
  const ignore = { opened: () => undefined, frame: () => undefined, closed: () => undefined };
  let tellOpen = (): void => undefined;
  const isOpen = new Promise<void>((resolve) => (tellOpen = resolve));
  const link = openLinkChannel(alice, {
    ...ignore,
    opened: () => tellOpen(),
    closed: (reason) => closed.push(reason),
  });
  openLinkChannel(bob, { ...ignore, frame: (frame) => heard.push(frame) });
  const offer = await alice.createOffer();
  await alice.setLocalDescription(offer);
  await bob.setRemoteDescription(offer);
  const answer = await bob.createAnswer();
  await bob.setLocalDescription(answer);
  await alice.setRemoteDescription(answer);
  await isOpen;
  link.send(Uint8Array.of(1));
  await expect.poll(() => heard.length).toBe(1);

  alice.close();
  for (let i = 0; i < 3; i += 1) link.send(Uint8Array.of(2));
  expect(heard).toHaveLength(1);
  await expect.poll(() => closed).toHaveLength(1);
});
