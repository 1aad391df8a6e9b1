import type { CommunityState } from '../community-state.ts';
import { provenFork } from '../proven-fork.ts';
import { defineKind } from './kind-rule.ts';

/** Anybody's: it proves itself. From the number on, the device grants nothing; its lane ends before the record. */
export const forkProof = defineKind<'FORK_PROOF'>({
  authority: () => undefined,
  fits: (state, { body }) => (state.devices.has(body.device) ? undefined : 'no-such-target'),
  proves: (state, { body }, { crypto }) => (provenFork(crypto, state.id, body) === undefined ? 'bad-proof' : undefined),
  apply: (state, { body }, { crypto }) => {
    const proven = provenFork(crypto, state.id, body);
    if (proven === undefined) return state;
    if (proven.kind === 'operations') return markFork(state, body.device, proven.seq);
    const held = state.forks.get(body.device);
    const lanes = { ...held?.lanes };
    lanes[proven.channel] = Math.min(lanes[proven.channel] ?? proven.seq, proven.seq);
    return { ...state, forks: state.forks.set(body.device, { operations: held?.operations, lanes }) };
  },
});

/** From this number on, what the device grants is void; the lowest proven number counts. */
export const markFork = (
  state: CommunityState,
  device: Parameters<CommunityState['forks']['get']>[0],
  seq: number,
): CommunityState => {
  const held = state.forks.get(device);
  const operations = Math.min(held?.operations ?? seq, seq);
  return { ...state, forks: state.forks.set(device, { operations, lanes: held?.lanes ?? {} }) };
};
