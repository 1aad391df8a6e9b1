/** Lists in messages: a count, then as many items. */
import { type ChannelId, channelId, type DeviceId, deviceId } from '../base/ids.ts';
import type { Reader } from '../base/reader.ts';
import type { Writer } from '../base/writer.ts';

export const MAX_LANES = 900;
/** Of one lane, in a table or asked for. */
export const MAX_BODIES = 64;

export const writeList = <T>(writer: Writer, items: readonly T[], write: (item: T) => void): Uint8Array => {
  writer.varuint(items.length);
  for (const item of items) write(item);
  return writer.done();
};

/** A count over `max` fails the reader, and so does a list that ends early; nothing is allocated for what is not there. */
export const readList = <T>(reader: Reader, max: number, read: () => T): T[] => {
  const count = reader.varuint();
  const items: T[] = [];
  if (count > max) reader.raw(Number.MAX_SAFE_INTEGER);
  for (let i = 0; i < count && !reader.failed(); i += 1) items.push(read());
  return items;
};

export const writeNumbers = (writer: Writer, numbers: readonly number[]): void => {
  writer.varuint(numbers.length);
  for (const number of numbers) writer.varuint(number);
};
export const readNumbers = (reader: Reader): number[] => readList(reader, MAX_BODIES, () => reader.varuint());

export const readDevice = (reader: Reader): DeviceId => deviceId(padded(reader.raw(32)));
export const readChannel = (reader: Reader): ChannelId => channelId(padded(reader.raw(32)));
export const padded = (bytes: Uint8Array): Uint8Array => (bytes.length === 32 ? bytes : new Uint8Array(32));
