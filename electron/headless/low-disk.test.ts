/** P4: a real small disk fills up and is emptied again under a running peer. */
import { mkdtempSync, rmdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { ChannelId, CommunityId } from '../../shared/base/ids.ts';
import type { DiskState } from '../../shared/model/status.ts';
import { makeSmallDisk, type SmallDisk, whyNoSmallDisk } from '../host/testing/small-disk.ts';
import { nodeClock } from './node-ports.ts';
import { runPeer, type RunningPeer } from './run-peer.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const MB = 1024 * 1024;
const reason = whyNoSmallDisk();
type Place = { community: CommunityId; channel: ChannelId };
let dir = '';
let disk: SmallDisk | undefined;
let running: RunningPeer | undefined;
/** What the peer said of its disk. */
let states: DiskState[] = [];

beforeEach((context) => {
  if (reason !== undefined) return context.skip(reason);
  dir = mkdtempSync(join(tmpdir(), 'holdfast-small-'));
  disk = makeSmallDisk(dir);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  if (disk === undefined) return;
  disk.dispose();
  disk = undefined;
  rmdirSync(dir);
});

const start = async (): Promise<RunningPeer> => {
  states = [];
  const peer = await runPeer({
    profile: join(dir, 'alice'),
    listen: undefined,
    hubs: [],
    clock: nodeClock,
    transport: (mesh) => ({ ...mesh, setRooms: () => undefined }),
  });
  running = peer;
  peer.peer.subscribe((event) => {
    if (event.kind === 'status' && event.status.disk !== states.at(-1)) states.push(event.status.disk);
  });
  return peer;
};

const nextState = (state: DiskState): Promise<void> =>
  vi.waitFor(() => expect(states.at(-1)).toBe(state), { timeout: 20_000, interval: 20 });

const texts = async (from: RunningPeer, { community, channel }: Place): Promise<string[]> =>
  (await from.queries.history(community, channel, { limit: 1_000 })).map(({ text }) => text);

const foundKelp = async (alice: RunningPeer): Promise<Place> => {
  const made = await alice.peer.createCommunity({ name: 'Kelp forest', memberName: 'alice' });
  if (!made.ok) throw new Error(made.message);
  return made.value;
};

test('[JR-12] P4 a disk that fills up makes alice’s app read-only, with a message; nothing is lost; with room it goes on by itself', async () => {
  const alice = await start();
  const place = await foundKelp(alice);
  const { community, channel } = place;
  const said: string[] = [];
  const post = async (text: string): Promise<string> => {
    const posted = await alice.peer.post({ community, channel, text });
    if (posted.ok) said.push(text);
    return posted.ok ? 'ok' : `${posted.error}: ${posted.message}`;
  };
  await nextState('low');
  expect(await post('there is room')).toBe('ok');

  await disk?.fillUp(45 * MB);
  await nextState('full');
  expect(await post('no room')).toBe(
    'disk-full: There is hardly any room left on this device’s disk. Nothing is sent or fetched until there is; what you have can be read. Make room, and it goes on by itself.',
  );
  expect(await texts(alice, place)).toEqual(['there is room']);

  // others have filled the rest as well: what is small and has to be said can be, out of the reserve
  await disk?.fillUp(0);
  expect(await alice.peer.createInvite({ community })).toMatchObject({ ok: true });

  await disk?.empty();
  await nextState('low');
  expect(await post('room again')).toBe('ok');
  await alice.stop();
  running = undefined;
  expect(said).toEqual(['there is room', 'room again']);
  expect(await texts(await start(), place)).toEqual(said);
  expect((await readdir(join(dir, 'alice', 'journal'))).filter((name) => name.includes('.cut-'))).toEqual([]);
});

test('[JR-12] P4 alice starts on a disk with no room at all: what she has can be read; with the reserve gone too she is told what to do', async () => {
  const first = await start();
  const place = await foundKelp(first);
  expect(await first.peer.post({ ...place, text: 'kept' })).toMatchObject({ ok: true });
  await first.stop();
  running = undefined;

  await disk?.fillUp(0);
  const alice = await start();
  expect(await texts(alice, place)).toEqual(['kept']);
  expect(await alice.peer.post({ ...place, text: 'no room' })).toMatchObject({ ok: false, error: 'disk-full' });
  await alice.stop();
  running = undefined;

  await disk?.fillUp(0);
  await expect(start()).rejects.toThrow('Make some room on this disk, and start again');
  expect((await readdir(join(dir, 'alice'))).filter((name) => name.includes('lock'))).toEqual([]);
  await disk?.empty();
  expect(await texts(await start(), place)).toEqual(['kept']);
});
