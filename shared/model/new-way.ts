import type { CarrierHealth } from './status.ts';

/** Tells whether somebody may be reached now who was not before: a way has come up, or leads to more. */
export const hasNewWay = (before: readonly CarrierHealth[], now: readonly CarrierHealth[]): boolean =>
  now.some(({ kind, name, state, since, peers }) => {
    const old = before.find((each) => each.kind === kind && each.name === name);
    return state === 'up' && (old?.state !== 'up' || old.since !== since || peers > old.peers);
  });
