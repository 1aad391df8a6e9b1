/**
 * Where the messages of a run stand: channel and clock, the oldest first, in pages. Two messages with one clock have one
 * place; who looks them up finds both.
 */
import { clockText } from '../base/clock-text.ts';
import { createReader } from '../base/reader.ts';
import { createByteWriter } from './byte-writer.ts';
import { DamagedIndex } from './damaged-index.ts';

/** @property clock 16 hex digits, as in the message's sort key */
export type Place = { channelKey: string; clock: string };

/** A channel of one community. */
export const channelKeyOf = (community: string, channel: string): string => `${community}/${channel}`;

export const PAGE_PLACES = 256;

export const comparePlaces = (a: Place, b: Place): number =>
  a.clock < b.clock
    ? -1
    : a.clock > b.clock
      ? 1
      : a.channelKey < b.channelKey
        ? -1
        : a.channelKey > b.channelKey
          ? 1
          : 0;

/** @param channels each channel once; places name them by number */
export const encodePage = (places: readonly Place[], channels: ReadonlyMap<string, number>): Uint8Array => {
  const writer = createByteWriter();
  let before = 0;
  for (const { channelKey, clock } of places) {
    const ms = Number.parseInt(clock.slice(0, 12), 16);
    writer.number(channels.get(channelKey) ?? 0);
    writer.number(ms - before);
    writer.number(Number.parseInt(clock.slice(12), 16));
    before = ms;
  }
  return writer.take();
};

export const decodePage = (bytes: Uint8Array, channels: readonly string[]): Place[] => {
  const reader = createReader(bytes);
  const places: Place[] = [];
  let ms = 0;
  while (reader.left() > 0) {
    const channelKey = channels[reader.varuint()] ?? '';
    ms += reader.varuint();
    places.push({ channelKey, clock: clockText(ms, reader.varuint()) });
    if (reader.failed()) throw new DamagedIndex();
  }
  return places;
};
