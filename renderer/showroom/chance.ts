/** Numbers and ids that look like any, and are the same at every start. */
import { channelId, communityId, deviceId, memberId, opId, recordId } from '../../shared/base/ids.ts';

export type Chance = {
  /** From 0 up to, and without, `below`. */
  upTo: (below: number) => number;
  /** True in one of so many. */
  oneIn: (many: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
};

export const chanceFrom = (seed: string): Chance => {
  const next = numbersFrom(seed);
  const upTo = (below: number): number => Math.floor((next() / 0x1_0000_0000) * below);
  return {
    upTo,
    oneIn: (many) => upTo(many) === 0,
    pick: (list) => {
      const found = list[upTo(list.length)];
      if (found === undefined) throw new Error('there is nothing to pick from');
      return found;
    },
  };
};

const bytesFor = (name: string): Uint8Array => {
  const next = numbersFrom(name);
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < 32; at += 4) view.setUint32(at, next());
  return bytes;
};

export const idOf = {
  community: (name: string) => communityId(bytesFor(`community ${name}`)),
  channel: (name: string) => channelId(bytesFor(`channel ${name}`)),
  member: (name: string) => memberId(bytesFor(`member ${name}`)),
  device: (name: string) => deviceId(bytesFor(`device ${name}`)),
  record: (name: string) => recordId(bytesFor(`record ${name}`)),
  operation: (name: string) => opId(bytesFor(`operation ${name}`)),
};

/** 32 bits each, by mulberry32. */
const numbersFrom = (seed: string): (() => number) => {
  let state = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
};
