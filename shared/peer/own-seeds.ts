/**
 * The seeds of this profile while it runs. The root, which says who the person is, can be taken over from another device or
 * from the recovery phrase, but only while nothing has been made from it here: before the first community.
 */
import { loadSeeds, ROOT_SEED, type Seeds } from '../keys/identity.ts';
import type { Random } from '../ports/random.ts';
import type { SecretStore } from '../ports/secret-store.ts';

export type OwnSeeds = {
  current: () => Seeds;
  /** Keys are about to be made from the seeds: from now on the root stays. */
  claim: () => Promise<Seeds>;
  /** @returns false if keys were made from the root before */
  takeRoot: (root: Uint8Array) => Promise<boolean>;
  isInUse: () => boolean;
};

export const openSeeds = async (secrets: SecretStore, random: Random): Promise<OwnSeeds> => {
  let seeds = await loadSeeds(secrets, random);
  let isInUse = false;
  let taking: Promise<unknown> = Promise.resolve();
  const claim = async (): Promise<Seeds> => {
    isInUse = true;
    await taking;
    return seeds;
  };
  return {
    current: () => seeds,
    claim,
    takeRoot: async (root) => {
      if (isInUse) return false;
      const saved = secrets.set(ROOT_SEED, root).then(() => {
        seeds = { ...seeds, root };
      });
      taking = Promise.allSettled([taking, saved]);
      await saved;
      return true;
    },
    isInUse: () => isInUse,
  };
};
