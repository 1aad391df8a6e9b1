/**
 * What tests may do to a peer that nobody else can: look at its communities, and plant a bug in it to see that the bug
 * would be caught. The product has no way to pass any of it: the app and the headless peer call `createPeer` with ports
 * alone.
 */
import type { Community } from './community.ts';
import type { PeerPlant } from './peer-plant.ts';

export type PeerTesting = {
  plant?: PeerPlant | undefined;
  /** From how many missing records of a channel on its newest are shown first. */
  tailsFrom?: number | undefined;
  /** Told once how to look at the communities, as they are at that moment. */
  watch?: ((communities: () => readonly Community[]) => void) | undefined;
};
