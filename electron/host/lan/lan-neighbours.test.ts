/** One connection for each hub, whatever it calls itself today and whoever called first. Real hubs, over loopback. */
import { afterEach, expect, test } from 'vitest';

import { eventually } from '../../../shared/testing/eventually.ts';
import { createHub, type Hub } from '../hub.ts';
import { type HubListener, listenHub } from '../hub-listener.ts';
import { type LanNeighbours, openLanNeighbours } from './lan-neighbours.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

type Machine = { hub: Hub; listener: HubListener };

const startMachine = async (port = 0): Promise<Machine> => {
  const hub = createHub();
  const listener = await listenHub(hub, { port });
  open.push(listener.close);
  return { hub, listener };
};

const neighboursOf = (hub: Hub, arrived: ReadonlySet<string> = new Set()): LanNeighbours => {
  const neighbours = openLanNeighbours(
    hub,
    (id) => arrived.has(id),
    () => undefined,
  );
  open.push(neighbours.close);
  return neighbours;
};

const wordOf = ({ hub, listener }: Machine) => ({ id: hub.id, address: '127.0.0.1', port: listener.port });

test('[HB-11] bob starts anew where he was: he takes his old place, and is not connected to twice', async () => {
  const bob = await startMachine();
  const neighbours = neighboursOf(createHub());
  neighbours.heard(wordOf(bob));
  await eventually(() => expect(neighbours.linked()).toEqual([bob.hub.id]));
  await bob.listener.close();
  const again = await startMachine(bob.listener.port);
  await eventually(() => expect(neighbours.linked()).toEqual([again.hub.id]));
  expect(neighbours.heard(wordOf(again))).toBe(false);
  expect(again.hub.clients()).toBe(1);
});

test('[HB-11] both have connected to each other: the one with the larger id ends its own connection', async () => {
  const [one, other] = [await startMachine(), await startMachine()];
  const [small, large] = one.hub.id < other.hub.id ? [one, other] : [other, one];
  const arrived = new Set<string>();
  const ofLarge = neighboursOf(large.hub, arrived);
  const ofSmall = neighboursOf(small.hub, arrived);
  ofLarge.heard(wordOf(small));
  ofSmall.heard(wordOf(large));
  await eventually(() => expect([...ofLarge.linked(), ...ofSmall.linked()]).toEqual([small.hub.id, large.hub.id]));
  arrived.add(small.hub.id).add(large.hub.id);
  ofLarge.align();
  ofSmall.align();
  expect(ofLarge.linked()).toEqual([]);
  expect(ofSmall.linked()).toEqual([large.hub.id]);
});
