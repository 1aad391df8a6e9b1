/** Headless peers together and apart: found, meet, part, and what they tell afterwards. */
import type { Headless } from './headless.ts';
import type { HubProgram } from './hub.ts';
import { expect } from './test.ts';

/** Alice founds “Kelp”; each of the others joins with her invite. */
export const foundKelp = async (alice: Headless, ...others: Headless[]): Promise<string> => {
  const { community, invite } = await alice.request('create-community', { name: 'Kelp', as: 'alice' });
  for (const other of others) await joinKelp(other, invite);
  return community;
};

/** On a slow machine an answer may come after the peer has stopped waiting for it; it goes on asking. */
export const joinKelp = async (peer: Headless, invite: string): Promise<void> => {
  const answer = await peer.ask('join', { invite, as: peer.name });
  if (answer.error === 'nobody-answered') await peer.waitForEvent(({ event }) => event === 'joined');
  else expect(answer, `${peer.name} joins`).toMatchObject({ ok: true });
};

export const texts = async (peer: Headless, channel = 'general'): Promise<string[]> =>
  (await peer.request('history', { channel })).messages.map(({ text }) => text);

export const memberNames = async (peer: Headless): Promise<string[]> => {
  const [community] = (await peer.request('communities')).communities;
  const { members } = await peer.request('members', { community: community?.id });
  return members.map(({ name }) => name).sort();
};

/** Resolves when each has an open link to everybody else. */
export const allMeet = async (...peers: Headless[]): Promise<void> => {
  for (const peer of peers) {
    const connected = async (): Promise<number> => (await peer.request('status')).communities[0]?.connected ?? 0;
    await expect.poll(connected, { message: `${peer.name} meets the others` }).toBe(peers.length - 1);
  }
};

const deviceOf = async (peer: Headless): Promise<string> =>
  String((await peer.request('communities')).communities[0]?.device);

/** A connection that was begun before takes its time to come up: so often in a row there must be none to cut. */
const QUIET_ROUNDS = 12;
const ROUND_MS = 300;

/** Kills the hub and cuts every link between the two sides until none comes up any more; within each, links stay. */
export const part = async (hub: HubProgram, here: readonly Headless[], there: readonly Headless[]): Promise<void> => {
  await hub.kill();
  const devices = await Promise.all(there.map(deviceOf));
  const cut = async (peer: Headless): Promise<number> => {
    for (const device of devices) await peer.request('cut-link', { device });
    const { links } = await peer.request('status');
    return links.filter(({ device }) => device === undefined || devices.includes(device)).length;
  };
  let quiet = 0;
  const rounds = async (): Promise<number> => {
    const across = await Promise.all(here.map(cut));
    quiet = across.every((count) => count === 0) ? quiet + 1 : 0;
    return quiet;
  };
  await expect
    .poll(rounds, { message: 'the two sides are apart', intervals: [ROUND_MS] })
    .toBeGreaterThanOrEqual(QUIET_ROUNDS);
};
