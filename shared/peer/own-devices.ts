/** What a person can ask about their own devices: which there are, and the phrase that brings everything back. */
import { fail, ok } from '../base/result.ts';
import { formatPhrase, parsePhrase } from '../keys/recovery-phrase.ts';
import type { DeviceView } from '../model/devices.ts';
import type { Community } from './community.ts';
import type { DeviceApi } from './device-api.ts';
import type { OwnSeeds } from './own-seeds.ts';

export const createOwnDevices = (
  seeds: OwnSeeds,
  communities: () => readonly Community[],
): Pick<DeviceApi, 'recoveryPhrase' | 'restoreFromPhrase' | 'devices'> => ({
  recoveryPhrase: () => Promise.resolve(formatPhrase(seeds.current().root)),
  restoreFromPhrase: async (words) => {
    const root = parsePhrase(words);
    if (root === undefined) return fail('bad-phrase', BAD_PHRASE);
    return (await seeds.takeRoot(root)) ? ok(undefined) : fail('already-in-use', ALREADY_IN_USE);
  },
  devices: () => Promise.resolve(communities().flatMap(devicesIn)),
});

/** In the order in which they came. */
const devicesIn = (community: Community): DeviceView[] => {
  const state = community.state();
  const { member, device: own } = community.identity;
  return (state?.members.get(member)?.devices ?? []).flatMap((device) => {
    const held = state?.devices.get(device);
    if (held === undefined) return [];
    return [{ community: community.id, device, isThis: device === own, since: held.since }];
  });
};

const BAD_PHRASE = 'These are not the 24 words: one is missing, misspelled or in another place. Compare them again.';
export const ALREADY_IN_USE =
  'This profile is in a community already, or was just about to be, and keeps its own identity. Start Holdfast with a new profile, then try again.';
