/** The epochs whose secrets this device has: from boxes sealed to it, and from under those. */
import { equalBytes } from '../base/bytes.ts';
import { type CommunityId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import type { CommunityState, EpochState } from '../governance/community-state.ts';
import type { GovernanceLog } from '../governance/governance-log.ts';
import { type OverruledEpochs, overruledEpochs } from '../governance/overruled-epochs.ts';
import { deriveEpoch, type Epoch, epochSecretHash } from '../keys/epoch.ts';
import type { Identity } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';

export type OpenedEpochs = {
  get: (id: OpId) => Epoch | undefined;
  /** All that governance knows, opened or not, the newest first. */
  byDepth: () => readonly EpochState[];
  /** Of operations that counted once and do not count any more: nothing new is sealed with these. */
  overruled: () => readonly EpochState[];
  /** Has somebody sealed this epoch's secret to that device? */
  isBoxedFor: (device: DeviceId, epoch: OpId) => boolean;
};

type Tried = {
  state: CommunityState | undefined;
  identity: Identity;
  byDepth: EpochState[];
  overruled: OverruledEpochs;
};

export const createOpenedEpochs = (
  crypto: Crypto,
  community: CommunityId,
  identity: () => Identity,
  log: Pick<GovernanceLog, 'state' | 'stateAt' | 'overruled'>,
): OpenedEpochs => {
  const { state } = log;
  const opened = new Map<OpId, Epoch>();
  /** Of the state it was computed for, and of the device's key: a new one may open what was there before it. */
  let tried: Tried = { state: undefined, identity: identity(), byDepth: [], overruled: overruledEpochs(log) };

  const known = (id: OpId): EpochState | undefined =>
    state()?.epochs.get(id) ?? tried.overruled.epochs.find((epoch) => epoch.id === id);

  const open = (id: OpId, secret: Uint8Array): boolean => {
    const expected = known(id)?.secretHash;
    if (expected === undefined || !equalBytes(epochSecretHash(crypto, secret), expected)) return false;
    opened.set(id, deriveEpoch(crypto, community, id, secret));
    return true;
  };

  const boxesFor = (device: DeviceId): readonly { epoch: OpId; box: Uint8Array }[] => [
    ...(state()?.boxes.get(device) ?? []),
    ...tried.overruled.boxesFor(device),
  ];

  /** Opens the first box for this device that holds the secret the ROTATE names: one epoch has one key for everyone. */
  const openBoxes = (): void => {
    for (const { epoch, box } of boxesFor(identity().device)) {
      if (opened.has(epoch) || known(epoch) === undefined) continue;
      const secret = crypto.openSealed(box, identity().sealing);
      if (secret !== undefined) open(epoch, secret);
    }
  };

  /** The newest first: what one unwraps may itself wrap earlier ones. */
  const unwrap = (byDepth: readonly EpochState[]): void => {
    for (const { id, wrapped, channel } of byDepth) {
      const key = opened.get(id)?.wrapKey;
      if (key === undefined) continue;
      for (const { epoch, nonce, secret } of wrapped) {
        const isNeeded = !opened.has(epoch) && known(epoch)?.channel === channel;
        const found = isNeeded ? crypto.decrypt(secret, idBytes(epoch), nonce, key) : undefined;
        if (found !== undefined) open(epoch, found);
      }
    }
  };

  const refresh = (): readonly EpochState[] => {
    const now = state();
    if (now === undefined || (now === tried.state && identity() === tried.identity)) return tried.byDepth;
    const byDepth = [...now.epochs.values()].sort((a, b) => b.depth - a.depth || (a.id < b.id ? 1 : -1));
    tried = { state: now, identity: identity(), byDepth, overruled: overruledEpochs(log) };
    openBoxes();
    unwrap([...byDepth, ...tried.overruled.epochs].sort((a, b) => b.depth - a.depth));
    return byDepth;
  };

  return {
    get: (id) => (refresh(), opened.get(id)),
    byDepth: refresh,
    overruled: () => (refresh(), tried.overruled.epochs),
    isBoxedFor: (device, id) => (refresh(), boxesFor(device).some(({ epoch }) => epoch === id)),
  };
};
