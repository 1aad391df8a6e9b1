/** Who writes in a simulated crowd, and what they wrote: real records, whose bytes all copies share. */
import { toBase64Url } from '../../base/bytes.ts';
import { type ChannelId, type CommunityId, type DeviceId } from '../../base/ids.ts';
import type { LaneRun } from '../../lanes/lane-frame.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { nameOf } from '../../sync/lane-table.ts';
import { laneCast } from '../lane-cast.ts';

export type ScaleAuthors = {
  community: CommunityId;
  channel: ChannelId;
  /** @returns the device's next record, as a run of one */
  write: (author: number, at: number) => { device: DeviceId; run: LaneRun };
  deviceOf: (author: number) => DeviceId;
  /** By the first bytes of its id. */
  deviceNamed: (name: Uint8Array) => DeviceId | undefined;
  envelopes: (device: DeviceId, from: number, to: number) => Uint8Array[];
};

/** Records of one segment need times of one week. */
const START = Date.UTC(2026, 10, 23);

export const createScaleAuthors = (crypto: Crypto, count: number): ScaleAuthors => {
  const casts = Array.from({ length: count }, (_, i) => laneCast(crypto, i + 1));
  const byDevice = new Map(casts.map((cast) => [cast.where.device, cast]));
  const castOf = (author: number): ReturnType<typeof laneCast> => {
    const cast = casts[author % count];
    if (cast === undefined) throw new Error('nobody writes');
    return cast;
  };
  const { community, channel } = castOf(0).where;
  const byName = new Map(casts.map(({ where: { device } }) => [toBase64Url(nameOf(device)), device]));
  return {
    community,
    channel,
    deviceOf: (author) => castOf(author).where.device,
    deviceNamed: (name) => byName.get(toBase64Url(name)),
    write: (author, at) => {
      const cast = castOf(author);
      cast.write('[{"kind":"post","text":"hello"}]', START + at);
      return { device: cast.where.device, run: cast.run(cast.records.length - 1, cast.records.length) };
    },
    envelopes: (device, from, to) =>
      byDevice
        .get(device)
        ?.records.slice(from, to)
        .map(({ bytes }) => bytes) ?? [],
  };
};
