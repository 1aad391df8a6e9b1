/** Each device's operations in a row, and where two replicas have different ones under the same numbers. */
import { compareBytes, concatBytes } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { type DeviceId, idBytes } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Operation } from './operation.ts';

/** `count`: the highest number and one. `digest`: of the ids of all operations below it, both sides of a fork included. */
export type ChainTip = { count: number; digest: Uint8Array };

export type Chains = {
  add: (operation: Operation) => void;
  tips: () => Map<DeviceId, ChainTip>;
  /** Devices that have at least as many here as there, and of those as many as there are there, not the same. */
  partedFrom: (theirs: ReadonlyMap<DeviceId, ChainTip>) => DeviceId[];
};

type Link = { seq: number; id: Uint8Array };

export const createChains = (crypto: Crypto): Chains => {
  const links = new Map<DeviceId, Link[]>();
  /** Of the chains as they are. */
  const tips = new Map<DeviceId, ChainTip>();

  const digestBelow = (chain: readonly Link[], count: number): Uint8Array => {
    const ids = chain.filter(({ seq }) => seq < count).map(({ id }) => id);
    return crypto.hash(inDomain('holdfast/chain/1', concatBytes(...ids)));
  };

  const tipOf = (device: DeviceId, chain: readonly Link[]): ChainTip => {
    const held = tips.get(device);
    if (held !== undefined) return held;
    const count = 1 + (chain[chain.length - 1]?.seq ?? -1);
    const tip = { count, digest: digestBelow(chain, count) };
    tips.set(device, tip);
    return tip;
  };

  const hasParted = (device: DeviceId, chain: readonly Link[], theirs: ChainTip | undefined): boolean => {
    const tip = tipOf(device, chain);
    if (theirs === undefined || theirs.count === 0 || theirs.count > tip.count) return false;
    const digest = theirs.count === tip.count ? tip.digest : digestBelow(chain, theirs.count);
    return compareBytes(digest, theirs.digest) !== 0;
  };

  return {
    add: ({ device, deviceSeq, id }) => {
      const chain = links.get(device) ?? [];
      links.set(device, chain);
      chain.push({ seq: deviceSeq, id: idBytes(id) });
      // mostly it is the next one
      const before = chain[chain.length - 2];
      if (before !== undefined && before.seq >= deviceSeq)
        chain.sort((a, b) => a.seq - b.seq || compareBytes(a.id, b.id));
      tips.delete(device);
    },
    tips: () => new Map([...links].map(([device, chain]) => [device, tipOf(device, chain)])),
    partedFrom: (theirs) =>
      [...links].flatMap(([device, chain]) => (hasParted(device, chain, theirs.get(device)) ? [device] : [])),
  };
};
