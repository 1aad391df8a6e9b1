import { expect, test } from 'vitest';

import { channelId, communityId, deviceId } from '../base/ids.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import { createOwnRecords } from './own-records.ts';

const id = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const placeIn = (channel: number): LanePlace => ({
  community: communityId(id(1)),
  channel: channelId(id(channel)),
  device: deviceId(id(3)),
  segment: 0,
});
/** As it is gathered, a record is only measured. */
const record = (bytes = 200): StoredRecord => ({ bytes: new Uint8Array(bytes) }) as StoredRecord;

const open = (fails = false) => {
  const saved: number[] = [];
  const own = createOwnRecords(async (_place, fresh) => {
    saved.push(fresh.length);
    if (fails) throw new Error('no room');
  });
  const say = (count: number, channel = 2, bytes?: number): Promise<void>[] =>
    Array.from({ length: count }, () => own.add(placeIn(channel), record(bytes)));
  return { saved, say };
};

test('what is said in one turn is saved together, each channel by itself; what is said later is not waited for', async () => {
  const { saved, say } = open();
  await Promise.all([...say(5), ...say(3, 4), ...say(2)]);
  expect(saved).toEqual([7, 3]);
  await Promise.all(say(1));
  expect(saved).toEqual([7, 3, 1]);
});

test('no more is saved together than fits an entry', async () => {
  const { saved, say } = open();
  await Promise.all(say(300));
  expect(saved).toEqual([128, 128, 44]);
  saved.length = 0;
  await Promise.all(say(4, 2, 20_000));
  expect(saved).toEqual([3, 1]);
});

test('what could not be saved is told to each who said it', async () => {
  const { say } = open(true);
  const outcomes = await Promise.allSettled(say(3));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
});
