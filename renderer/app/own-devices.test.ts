import { expect, test } from 'vitest';

import type { PersonalEntry } from '../../shared/model/personal.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { eventually } from '../../shared/testing/eventually.ts';
import { followOwnDevices, keptEverywhere } from './own-devices.ts';
import { createPersonalStore, type PersonalStore } from './personal-store.ts';
import { GENERAL, handClock, KELP, newsPorts, QUIET, REEF, reportsOf } from './testing/page-cast.ts';

type Device = {
  personal: PersonalStore;
  brought: PersonalEntry[];
  clock: ReturnType<typeof handClock>;
  kept: ReturnType<typeof newsPorts>;
  others: Device[];
  said: readonly string[];
  tellings: () => number;
  hear: (event: PeerEvent) => void;
};

/** `others`: the own devices that this one is linked to. */
const openDevice = async (kept = newsPorts()): Promise<Device> => {
  const clock = handClock();
  const { said, report } = reportsOf();
  const listeners = new Set<(event: PeerEvent) => void>();
  const others: Device[] = [];
  let tellings = 0;
  const peer = {
    tellOwnDevices: async (told: { community: typeof KELP; entries: readonly PersonalEntry[] }) => {
      tellings += 1;
      for (const other of others) other.hear({ kind: 'personal', ...told });
    },
    subscribe: (listener: (event: PeerEvent) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const personal = createPersonalStore(keptEverywhere(kept.personal, peer, report), clock.after, report);
  const brought: PersonalEntry[] = [];
  followOwnDevices(peer, personal, (entries) => brought.push(...entries), report);
  await personal.loaded;
  return {
    personal,
    brought,
    clock,
    kept,
    others,
    said,
    tellings: () => tellings,
    hear: (event: PeerEvent): void => listeners.forEach((listener) => listener(event)),
  };
};

const meet = (one: Device, other: Device): void => {
  one.others.push(other);
  other.others.push(one);
  for (const device of [one, other]) device.hear({ kind: 'own-device-met', community: KELP });
};

const read = (upTo: string, channel = GENERAL): PersonalEntry => ({
  kind: 'read',
  community: KELP,
  channel,
  upTo,
  round: 0,
});
const settle = async (...devices: readonly Device[]): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) {
    for (const { clock } of devices) clock.pass(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const markOf = ({ personal }: Device, channel = GENERAL): string | undefined =>
  personal.get('read', { community: KELP, channel })?.upTo;

test('two devices that meet have read what either has; each keeps it, and learns what is new to it alone', async () => {
  const [desktop, laptop] = [await openDevice(), await openDevice()];
  desktop.personal.put(read('5'));
  laptop.personal.put(read('3'));
  laptop.personal.put(read('7', QUIET));
  desktop.personal.put({ kind: 'mute', community: REEF, until: 9, at: 1 });
  await settle(desktop, laptop);
  meet(desktop, laptop);
  await settle(desktop, laptop);
  expect([markOf(desktop), markOf(laptop)]).toEqual(['5', '5']);
  expect([markOf(desktop, QUIET), markOf(laptop, QUIET)]).toEqual(['7', '7']);
  expect(desktop.brought).toEqual([read('7', QUIET)]);
  expect(laptop.brought).toEqual([read('5')]);
  // they have not met in Reef
  expect(laptop.personal.get('mute', { community: REEF })).toBeUndefined();
  const again = await openDevice(laptop.kept);
  expect(markOf(again)).toBe('5');
});

test('what is read while they are linked goes across, on to a third, and then there is silence', async () => {
  const [desktop, laptop, phone] = [await openDevice(), await openDevice(), await openDevice()];
  meet(desktop, laptop);
  meet(laptop, phone);
  await settle(desktop, laptop, phone);
  desktop.personal.put(read('8'));
  await eventually(async () => {
    await settle(desktop, laptop, phone);
    expect(markOf(phone)).toBe('8');
  });
  const told = [desktop, laptop, phone].map(({ tellings }) => tellings());
  await settle(desktop, laptop, phone);
  expect([desktop, laptop, phone].map(({ tellings }) => tellings())).toEqual(told);
  expect(phone.said).toEqual([]);
});
