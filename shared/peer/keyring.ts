/** Epochs from governance: secrets in boxes sealed to this device, and secrets wrapped under those. */
import { equalBytes } from '../base/bytes.ts';
import { type CommunityId, idBytes, type OpId } from '../base/ids.ts';
import { type CommunityState, type EpochState, excludesTheRemoved } from '../governance/community-state.ts';
import type { GovernanceLog } from '../governance/governance-log.ts';
import { type OverruledEpochs, overruledEpochs } from '../governance/overruled-epochs.ts';
import { deriveEpoch, type Epoch, epochSecretHash } from '../keys/epoch.ts';
import type { EpochProvider } from '../keys/epoch-provider.ts';
import type { Identity } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';

type Tried = { state: CommunityState | undefined; byDepth: EpochState[]; overruled: OverruledEpochs };

export const createKeyring = (
  crypto: Crypto,
  community: CommunityId,
  identity: () => Identity,
  log: Pick<GovernanceLog, 'state' | 'stateAt' | 'overruled'>,
): EpochProvider => {
  const { state } = log;
  const opened = new Map<OpId, Epoch>();
  /** Of the state it was computed for. */
  let tried: Tried = { state: undefined, byDepth: [], overruled: overruledEpochs(log) };

  const known = (id: OpId): EpochState | undefined =>
    state()?.epochs.get(id) ?? tried.overruled.epochs.find((epoch) => epoch.id === id);

  const open = (id: OpId, secret: Uint8Array): boolean => {
    const expected = known(id)?.secretHash;
    if (expected === undefined || !equalBytes(epochSecretHash(crypto, secret), expected)) return false;
    opened.set(id, deriveEpoch(crypto, community, id, secret));
    return true;
  };

  /** Opens the first box for this device that holds the secret the ROTATE names: one epoch has one key for everyone. */
  const openBoxes = (now: CommunityState): void => {
    const { device } = identity();
    for (const { epoch, box } of [...(now.boxes.get(device) ?? []), ...tried.overruled.boxesFor(device)]) {
      if (opened.has(epoch) || known(epoch) === undefined) continue;
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
    tried = { state: now, byDepth, overruled: overruledEpochs(log) };
    openBoxes(now);
    unwrap([...byDepth, ...tried.overruled.epochs].sort((a, b) => b.depth - a.depth));
    return byDepth;
  };
  const held = (): Epoch[] => refresh().flatMap(({ id }) => opened.get(id) ?? []);
  /** What is unwrapped by epochs that count. */
  const wrappedIds = (): ReadonlySet<OpId> => {
    const mine = refresh().filter(({ id }) => opened.has(id));
    return new Set(mine.flatMap((epoch) => epoch.wrapped.map((each) => each.epoch)));
  };
  const stranded = (): Epoch[] => {
    refresh();
    const wrapped = wrappedIds();
    return tried.overruled.epochs.flatMap(({ id }) => (wrapped.has(id) ? [] : (opened.get(id) ?? [])));
  };

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
    stranded,
    tips: () => [...held().filter(({ id }) => !wrappedIds().has(id)), ...stranded()],
  };
};
