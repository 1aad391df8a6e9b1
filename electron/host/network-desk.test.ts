/** What the person chooses about relays and their own address: checked, kept for this user alone, told at once. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { IceChoice, IceServer } from '../../shared/base/ice-server.ts';
import { createNetworkDesk } from './network-desk.ts';
import { openNetworkSettings } from './network-settings.ts';

const RELAY = { url: 'turn:relay.example.org:3478?transport=udp', username: 'kelp', credential: 's3cret' };
const CHOICES = { lan: true, servers: [], relays: [], hideAddress: false };

let dir: string;
let told: (IceChoice | 'aligned')[];
beforeEach(() => {
  [dir, told] = [mkdtempSync(join(tmpdir(), 'holdfast-network-')), []];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const openDesk = (ofThisRun: IceServer[] = []) => {
  const settings = openNetworkSettings(dir, () => undefined);
  return createNetworkDesk({
    settings,
    ice: ofThisRun,
    isHidden: () => settings.now().hideAddress,
    align: () => Promise.resolve(void told.push('aligned')),
    tell: (ice) => told.push(ice),
  });
};

test('[RL-1] at first there is no relay and no helper, and nothing is hidden', () => {
  expect(openDesk().choices()).toEqual(CHOICES);
  expect(openDesk().ice()).toEqual({ servers: [], relayOnly: false });
});

test('[RL-1] a relay is kept with all of its address said, told at once, and there after a restart; only this user may read it', async () => {
  const typed = { ...RELAY, url: 'TURN:relay.example.org' };
  expect(await openDesk().change({ ...CHOICES, relays: [typed], hideAddress: true })).toEqual({});
  expect(told).toEqual([{ servers: [RELAY], relayOnly: true }, 'aligned']);
  expect(openDesk().choices()).toEqual({ ...CHOICES, relays: [RELAY], hideAddress: true });
  expect(statSync(join(dir, 'network.json')).mode & 0o077).toBe(0);
});

test('[RL-1] what is wrong is said, and nothing is changed', async () => {
  const desk = openDesk();
  await desk.change({ ...CHOICES, relays: [RELAY] });
  const { problem } = await desk.change({ ...CHOICES, relays: [{ url: 'turn:relay.example.org' }], hideAddress: true });
  expect(problem).toContain('needs a user name and a password');
  const server = await desk.change({ ...CHOICES, servers: ['https://meet.example.org'] });
  expect(server.problem).toContain('begins with wss:// or ws://');
  expect(desk.choices()).toEqual({ ...CHOICES, relays: [RELAY] });
  expect(JSON.parse(readFileSync(join(dir, 'network.json'), 'utf8'))).toMatchObject({ relays: [RELAY] });
});

test('relays of this run come first, and are not kept', async () => {
  const ofThisRun = { url: 'stun:192.0.2.7:3478' };
  const desk = openDesk([ofThisRun]);
  await desk.change({ ...CHOICES, relays: [RELAY] });
  expect(desk.ice().servers).toEqual([ofThisRun, RELAY]);
  expect(desk.choices().relays).toEqual([RELAY]);
});
