/** P4: a real small disk fills up and is emptied again under a running peer. */
import { mkdtempSync, rmdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { DiskState } from '../../shared/model/status.ts';
import { makeSmallDisk, type SmallDisk, whyNoSmallDisk } from '../host/testing/small-disk.ts';
import { nodeClock } from './node-ports.ts';
import { runPeer, type RunningPeer } from './run-peer.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const MB = 1024 * 1024;
const reason = whyNoSmallDisk();
let dir = '';
let disk: SmallDisk | undefined;
let running: RunningPeer | undefined;
/** What the peer said of its disk, and when. */
let states: { state: DiskState; at: number }[] = [];

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
    if (event.kind === 'status' && event.status.disk !== states.at(-1)?.state)
      states.push({ state: event.status.disk, at: performance.now() });
  });
  return peer;
};

const nextState = (state: DiskState): Promise<number> =>
  vi.waitFor(
    () => {
      expect(states.at(-1)?.state).toBe(state);
      return states.at(-1)?.at ?? 0;
    },
    { timeout: 20_000, interval: 20 },
  );

test('[JR-12] P4 a disk that fills up makes alice’s app read-only in time, with a message; nothing is lost; with room it goes on by itself', async () => {
  const alice = await start();
  const made = await alice.peer.createCommunity({ name: 'Kelp forest', memberName: 'alice' });
  if (!made.ok) throw new Error(made.message);
  const { community, channel } = made.value;
  const said: string[] = [];
  const post = async (text: string): Promise<string> => {
    const posted = await alice.peer.post({ community, channel, text });
    if (posted.ok) said.push(text);
    return posted.ok ? 'ok' : `${posted.error}: ${posted.message}`;
  };
  const texts = async (from: RunningPeer): Promise<string[]> =>
    (await from.queries.history(community, channel, { limit: 1_000 })).map(({ text }) => text);
  await nextState('low');
  expect(await post('there is room')).toBe('ok');

  await disk?.fillUp(45 * MB);
  const filled = performance.now();
  const told = await nextState('full');
  console.log(`read-only ${Math.round(told - filled)} ms after the disk was filled`);
  expect(await post('no room')).toBe(
    'disk-full: There is hardly any room left on this device’s disk. Nothing is sent or fetched until there is; what you have can be read. Make room, and it goes on by itself.',
  );
  expect(await texts(alice)).toEqual(['there is room']);

  // others have filled the rest as well: what is small and has to be said can be, out of the reserve
  await disk?.fillUp(0);
  expect(await alice.peer.createInvite({ community })).toMatchObject({ ok: true });

  await disk?.empty();
  const again = performance.now();
  console.log(`writing again ${Math.round((await nextState('low')) - again)} ms after there was room`);
  expect(await post('room again')).toBe('ok');
  await alice.stop();
  running = undefined;
  expect(said).toEqual(['there is room', 'room again']);
  expect(await texts(await start())).toEqual(said);
  expect((await readdir(join(dir, 'alice', 'journal'))).filter((name) => name.includes('.cut-'))).toEqual([]);
});
