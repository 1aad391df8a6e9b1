/**
 * Which records are dropped: named by a delete or purge that counts. The bytes of such a record go wherever this is
 * known; that it has none is then no loss. Plain state; `message-feed` acts on it.
 */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { EffectView, RecordPlace } from '../model/views.ts';

export type PlaceInChannel = RecordPlace & { channel: ChannelId };

export type DropBook = {
  /** @returns the records that it names, if it is a delete or purge */
  note: (effect: EffectView) => PlaceInChannel[];
  /** The deletes and purges that name a record, by sort key. */
  namedBy: (place: PlaceInChannel) => readonly EffectView[];
  has: (place: PlaceInChannel) => boolean;
  /** Of records of a lane, those that nothing names. */
  unnamed: (lane: Omit<PlaceInChannel, 'seq'>, seqs: readonly number[]) => number[];
  /** The records that a device named in a channel from its record `seq` on. */
  placesBeyond: (channel: ChannelId, device: DeviceId, seq: number) => PlaceInChannel[];
  /** What a device did in a channel from record `seq` on does not count any more. */
  forgetFrom: (channel: ChannelId, device: DeviceId, seq: number) => void;
};

const keyOf = ({ channel, device, seq }: PlaceInChannel): string => `${channel}/${device}/${seq}`;

export const createDropBook = (): DropBook => {
  const book = new Map<string, { place: PlaceInChannel; named: EffectView[] }>();

  const add = (place: PlaceInChannel, effect: EffectView): void => {
    const held = book.get(keyOf(place))?.named ?? [];
    if (held.some(({ id }) => id === effect.id)) return;
    book.set(keyOf(place), { place, named: [...held, effect].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)) });
  };
  const namedBy = (place: PlaceInChannel): readonly EffectView[] =>
    book.size === 0 ? [] : (book.get(keyOf(place))?.named ?? []);

  return {
    note: (effect) => {
      const places = placesOf(effect);
      for (const place of places) add(place, effect);
      return places;
    },
    namedBy,
    has: (place) => book.size > 0 && book.has(keyOf(place)),
    unnamed: (lane, seqs) => seqs.filter((seq) => !book.has(keyOf({ ...lane, seq }))),
    placesBeyond: (channel, device, seq) =>
      [...book.values()].flatMap(({ place, named }) => (named.some(isBeyond(channel, device, seq)) ? [place] : [])),
    forgetFrom: (channel, device, seq) => {
      const isGone = isBeyond(channel, device, seq);
      for (const [key, { place, named }] of book) {
        const rest = named.filter((one) => !isGone(one));
        if (rest.length === 0) book.delete(key);
        else book.set(key, { place, named: rest });
      }
    },
  };
};

const isBeyond =
  (channel: ChannelId, device: DeviceId, seq: number) =>
  (one: EffectView): boolean =>
    one.channel === channel && one.device === device && one.seq >= seq;

/** The message's own record whether or not it is listed. */
const placesOf = ({ channel, target, act }: EffectView): PlaceInChannel[] => {
  if (act.kind !== 'delete' && act.kind !== 'purge') return [];
  return [target, ...act.records].map(({ device, seq }) => ({ channel, device, seq }));
};
