/** What all devices of some members have said that they hold: the rest is what a file for them needs. */
import type { ChannelId, CommunityId, DeviceId, MemberId } from '../base/ids.ts';
import type { Queries } from '../ports/projection.ts';
import type { HeldRecords } from './file-api.ts';

type Asked = Pick<Queries, 'channels' | 'members' | 'receipts'>;

export const heldByAll = async (
  queries: Asked,
  community: CommunityId,
  members: readonly MemberId[],
): Promise<HeldRecords> => {
  const among = (await queries.members(community)).filter(({ id }) => members.includes(id));
  const holders = among.flatMap(({ devices }) => devices);
  const channels = await queries.channels(community);
  const tables = await Promise.all(
    channels.map(async ({ id }): Promise<[ChannelId, Map<DeviceId, number>]> => {
      const receipts = await queries.receipts(community, id);
      return [id, leastOf(holders.map((holder) => receipts.find((receipt) => receipt.holder === holder)?.upTo ?? {}))];
    }),
  );
  return new Map(tables);
};

/** Of each lane what the one has who has least of it. */
const leastOf = (tables: readonly Readonly<Record<DeviceId, number>>[]): Map<DeviceId, number> => {
  const [first = {}, ...others] = tables;
  const lanes = Object.keys(first) as DeviceId[];
  return new Map(
    lanes.map((lane) => [lane, Math.min(first[lane] ?? 0, ...others.map((table) => table[lane] ?? 0))] as const),
  );
};
