/**
 * Keys that came with operations which counted for those who knew them then, and do not count any more: a ban, say, whose
 * author was demoted elsewhere at the same time. Nothing new is sealed with them; what was sealed is still to be read.
 */
import type { DeviceId, OpId } from '../base/ids.ts';
import type { EpochState } from './community-state.ts';
import type { GovernanceLog } from './governance-log.ts';

export type OverruledEpochs = {
  /** The deepest first. */
  epochs: readonly EpochState[];
  boxesFor: (device: DeviceId) => { epoch: OpId; box: Uint8Array }[];
};

type Log = Pick<GovernanceLog, 'overruled' | 'state' | 'stateAt'>;

export const overruledEpochs = ({ overruled, state, stateAt }: Log): OverruledEpochs => {
  const now = state();
  // what each author knew, with what the operation itself brought
  const pasts = overruled().flatMap(({ id, body }) => (bringsKeys(body) ? (stateAt([id]) ?? []) : []));
  const epochs = new Map<OpId, EpochState>();
  for (const past of pasts)
    for (const [id, epoch] of past.epochs.entries()) if (now?.epochs.has(id) === false) epochs.set(id, epoch);
  return {
    epochs: [...epochs.values()].sort((a, b) => b.depth - a.depth || (a.id < b.id ? 1 : -1)),
    boxesFor: (device) =>
      pasts.flatMap((past) => (past.boxes.get(device) ?? []).filter(({ epoch }) => epochs.has(epoch))),
  };
};

/** A key, or boxes of one: whoever came in twice may have it from the entrance that does not count. */
const bringsKeys = (body: { kind: string }): boolean =>
  'rotate' in body || 'boxes' in body || ['ROTATE', 'CHANNEL_ROTATE'].includes(body.kind);
