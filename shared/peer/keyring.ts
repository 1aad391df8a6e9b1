/** Epochs from governance: secrets in boxes sealed to this device, and secrets wrapped under those. */
import { equalBytes } from '../base/bytes.ts';
import { type CommunityId, idBytes, type OpId } from '../base/ids.ts';
import { type CommunityState, type EpochState, excludesTheRemoved } from '../governance/community-state.ts';
import { deriveEpoch, type Epoch, epochSecretHash } from '../keys/epoch.ts';
import type { EpochProvider } from '../keys/epoch-provider.ts';
import type { Identity } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';

export const createKeyring = (
  crypto: Crypto,
  community: CommunityId,
  identity: () => Identity,
  state: () => CommunityState | undefined,
): EpochProvider => {
  const opened = new Map<OpId, Epoch>();
  /** Of the state it was computed for. */
  let tried: { state: CommunityState | undefined; byDepth: EpochState[] } = { state: undefined, byDepth: [] };

  const open = (id: OpId, secret: Uint8Array): boolean => {
    const expected = state()?.epochs.get(id)?.secretHash;
    if (expected === undefined || !equalBytes(epochSecretHash(crypto, secret), expected)) return false;
    opened.set(id, deriveEpoch(crypto, community, id, secret));
    return true;
  };

  /** Opens the first box for this device that holds the secret the ROTATE names: one epoch has one key for everyone. */
  const openBoxes = (now: CommunityState): void => {
    for (const { epoch, box } of now.boxes.get(identity().device) ?? []) {
      if (opened.has(epoch) || !now.epochs.has(epoch)) continue;
      const secret = crypto.openSealed(box, identity().sealing);
      if (secret !== undefined) open(epoch, secret);
    }
  };

  /** The newest first: what one unwraps may itself wrap earlier ones. */
  const unwrap = (byDepth: readonly EpochState[]): void => {
    for (const { id, wrapped } of byDepth) {
      const key = opened.get(id)?.wrapKey;
      if (key === undefined) continue;
      for (const { epoch, nonce, secret } of wrapped) {
        const found = opened.has(epoch) ? undefined : crypto.decrypt(secret, idBytes(epoch), nonce, key);
        if (found !== undefined) open(epoch, found);
      }
    }
  };

  const refresh = (): EpochState[] => {
    const now = state();
    if (now === undefined || now === tried.state) return tried.byDepth;
    const byDepth = [...now.epochs.values()].sort((a, b) => b.depth - a.depth || (a.id < b.id ? 1 : -1));
    tried = { state: now, byDepth };
    openBoxes(now);
    unwrap(byDepth);
    return byDepth;
  };
  const held = (): Epoch[] => refresh().flatMap(({ id }) => opened.get(id) ?? []);

  return {
    epoch: (id) => (refresh(), opened.get(id)),
    sealing: () => {
      const now = state();
      const fit = refresh().find(
        (epoch) => now !== undefined && opened.has(epoch.id) && excludesTheRemoved(now, epoch),
      );
      return fit && opened.get(fit.id);
    },
    held,
    tips: () => {
      const mine = refresh().filter(({ id }) => opened.has(id));
      const wrapped = new Set(mine.flatMap((epoch) => epoch.wrapped.map((each) => each.epoch)));
      return held().filter(({ id }) => !wrapped.has(id));
    },
  };
};
