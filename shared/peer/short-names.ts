/** Finds devices and channels by the first bytes of their ids, as lanes are named in brief. */
import { toBase64Url } from '../base/bytes.ts';
import type { ChannelId, DeviceId } from '../base/ids.ts';
import { nameOf } from '../sync/lane-table.ts';

/**
 * @param version what changes whenever there are other ids
 * @returns nothing for what several are called: only who made keys for that has such devices
 */
export const createShortNames = <Id extends ChannelId | DeviceId>(
  ids: () => Iterable<Id>,
  version: () => unknown,
): ((name: Uint8Array) => Id | undefined) => {
  let of: unknown;
  let names = new Map<string, Id | undefined>();
  return (name) => {
    const now = version();
    if (now !== of) names = namesOf(ids());
    of = now;
    return names.get(toBase64Url(name));
  };
};

const namesOf = <Id extends ChannelId | DeviceId>(ids: Iterable<Id>): Map<string, Id | undefined> => {
  const names = new Map<string, Id | undefined>();
  for (const id of ids) {
    const name = toBase64Url(nameOf(id));
    names.set(name, names.has(name) ? undefined : id);
  }
  return names;
};
