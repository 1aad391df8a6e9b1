/** Finds devices by the first bytes of their ids, as lanes are named in brief. */
import { toBase64Url } from '../base/bytes.ts';
import type { DeviceId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import { nameOf } from '../sync/lane-table.ts';

/** @returns nothing for what several are called: only who made keys for that has such devices */
export const createDeviceNames = (
  state: () => CommunityState | undefined,
): ((name: Uint8Array) => DeviceId | undefined) => {
  let of: CommunityState | undefined;
  let names = new Map<string, DeviceId | undefined>();
  return (name) => {
    const now = state();
    if (now !== of) names = namesIn(now);
    of = now;
    return names.get(toBase64Url(name));
  };
};

const namesIn = (state: CommunityState | undefined): Map<string, DeviceId | undefined> => {
  const names = new Map<string, DeviceId | undefined>();
  for (const device of state?.devices.keys() ?? []) {
    const name = toBase64Url(nameOf(device));
    names.set(name, names.has(name) ? undefined : device);
  }
  return names;
};
