/** What the person chooses about the network is kept, and gone by at once. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { hubAddress } from '../../shared/base/hub-address.ts';
import { type Carriers, type CarrierOptions, openCarriers } from './carriers.ts';
import { createHub } from './hub.ts';
import { openNetworkSettings } from './network-settings.ts';
import { ownAddresses } from './own-addresses.ts';
import { startHub, whenTopics } from './testing/hub-person.ts';

let dir: string;
let open: (() => Promise<void> | void)[];
let reported: unknown[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-carriers-'));
  [open, reported] = [[], []];
});
afterEach(async () => {
  for (const close of open.toReversed()) await close();
  rmSync(dir, { recursive: true, force: true });
});

const settingsHere = () => openNetworkSettings(dir, (error) => reported.push(error));

const start = async (
  more: Partial<CarrierOptions> = {},
): Promise<Carriers & Pick<CarrierOptions, 'hub' | 'settings'>> => {
  const options = {
    hub: createHub(),
    settings: settingsHere(),
    listen: undefined,
    servers: [],
    lan: false,
    isHidden: () => false,
    ...more,
  };
  const carriers = await openCarriers({ changed: () => undefined, ...options });
  open.push(carriers.close);
  return { ...carriers, ...options };
};

const kinds = ({ health }: Carriers): string[] => health().map(({ kind }) => kind);

test('a server that is added is connected at once, and one that is taken out is left', async () => {
  const server = await startHub();
  open.push(server.close);
  const alice = await start();
  expect(alice.health()).toEqual([]);
  await alice.settings.change({ servers: [server.url] });
  await alice.align();
  const page = { topics: new Map([['kelp', 0]]), send: () => undefined, close: () => undefined };
  alice.hub.attach(page);
  expect(kinds(alice)).toEqual(['server']);
  await alice.settings.change({ servers: [] });
  await alice.align();
  expect(alice.health()).toEqual([]);
  await whenTopics(server.hub, (topics) => topics.size === 0);
});

test('the local network is switched off and on again, on the same port', async () => {
  const alice = await start({ lan: true });
  expect(kinds(alice)).toEqual(['lan', 'incoming']);
  const { port } = alice.settings.now();
  await alice.settings.change({ lan: false });
  await alice.align();
  expect(alice.health()).toEqual([]);
  expect(alice.addresses()).toEqual([]);
  await alice.settings.change({ lan: true });
  await alice.align();
  expect(alice.health().find(({ kind }) => kind === 'incoming')?.name).toBe(`port ${port}`);
});

test('a start that shall stay off the local network stays off it, whatever the settings say', async () => {
  const alice = await start({ lan: false });
  await alice.align();
  expect(alice.settings.now().lan).toBe(true);
  expect(alice.health()).toEqual([]);
});

test('choices are there after a restart; a damaged file is as good as none, and is reported', async () => {
  await settingsHere().change({ lan: false, servers: ['ws://hub.example:4444/'] });
  expect(settingsHere().now()).toMatchObject({ lan: false, servers: ['ws://hub.example:4444/'] });
  expect(reported).toEqual([]);
  writeFileSync(join(dir, 'network.json'), '{ "lan": fal');
  expect(settingsHere().now()).toMatchObject({ lan: true, servers: [] });
  expect(reported).toHaveLength(1);
  expect(readFileSync(join(dir, 'network.json'), 'utf8')).toBe('{ "lan": fal');
});

test('[RL-5] who hides their address leaves the local network, calls no member, and tells nobody where they are', async () => {
  const bob = await startHub();
  open.push(bob.close);
  let isHidden = false;
  const alice = await start({ lan: true, isHidden: () => isHidden });
  const [machine = ''] = ownAddresses();
  await alice.settings.change({ remembered: [hubAddress(machine, Number(new URL(bob.url).port))] });
  expect(alice.addresses().length).toBeGreaterThan(0);
  expect(kinds(alice)).toEqual(['lan', 'incoming']);
  isHidden = true;
  await alice.align();
  expect(alice.addresses()).toEqual([]);
  expect(kinds(alice)).toEqual([]);
  alice.remember([hubAddress(machine, Number(new URL(bob.url).port))]);
  expect(kinds(alice)).toEqual([]);
  isHidden = false;
  await alice.align();
  expect(kinds(alice)).toEqual(['remembered', 'lan', 'incoming']);
  expect(alice.addresses().length).toBeGreaterThan(0);
});

test('[RL-5] a damaged file still hides the address if that was its person’s wish', () => {
  writeFileSync(join(dir, 'network.json'), '{"lan":true,"hideAddress":true,"relays":[{"url":');
  expect(settingsHere().now().hideAddress).toBe(true);
  writeFileSync(join(dir, 'network.json'), '{"lan":true,"hideAddress":false,"relays":[{"url":');
  expect(settingsHere().now().hideAddress).toBe(false);
  expect(reported).toHaveLength(2);
});
