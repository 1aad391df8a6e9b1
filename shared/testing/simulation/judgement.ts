/**
 * The second opinion: the naive judge, who shares no code with the resolver, says who is a member with which roles and
 * rights, and what has no effect, for the operations that each replica has.
 */
import type { Operation } from '../../governance/operation.ts';
import type { Resolution } from '../../governance/resolution.ts';
import type { VoidReason } from '../../governance/void-reason.ts';
import type { Community } from '../../peer/community.ts';
import { brokenPromises, outcomeOf, rulingOf } from '../governance-check.ts';
import { createJudge, type Judge } from '../governance-judge.ts';
import type { SimStage } from './sim-stage.ts';

/** Proofs, keys and quotas are not his business. */
const NOT_HIS: ReadonlySet<VoidReason> = new Set(['bad-proof', 'wrong-recipients', 'quota-used-up', 'too-many']);

/** What he answered before, he need not be asked again. One for each run and community. */
const judges = new WeakMap<SimStage, Map<string, Judge>>();

export const judgeReplicas = (stage: SimStage): void => {
  const seen = new Set<string>();
  for (const machine of stage.machines) {
    for (const community of machine.communities()) {
      const resolution = community.log.resolution();
      const name = `${community.id} ${community.log.heads().join(' ')}`;
      if (resolution === undefined || seen.has(name)) continue;
      seen.add(name);
      for (const problem of problemsOf(stage, community, resolution))
        stage.problems.add(`G2 ${machine.name}: ${problem}`);
      stage.tally.note('replicas judged');
    }
  }
};

const problemsOf = (stage: SimStage, { id, log }: Community, resolution: Resolution): string[] => {
  const held = judges.get(stage) ?? new Map<string, Judge>();
  judges.set(stage, held);
  const operations: readonly Operation[] = log.all();
  const judge = createJudge(operations, held.get(id));
  held.set(id, judge);
  const ruling = judge.rule(operations.map((operation) => operation.id));
  const ignored = new Set([
    ...[...resolution.voids.entries()].flatMap(([op, why]) => (NOT_HIS.has(why) ? [op] : [])),
    ...operations.flatMap((one) => (isBoxOfCommunity(resolution, one) ? [one.id] : [])),
  ]);
  const expected = rulingOf(ruling, ignored);
  const outcome = outcomeOf(resolution, ignored);
  const differs = outcome === expected ? [] : [`it resolves ${apart(outcome, expected)}`];
  return [...brokenPromises(ruling, operations), ...differs];
};

const isBoxOfCommunity = ({ state }: Resolution, { body }: Operation): boolean =>
  body.kind === 'EPOCH_BOXES' && state.epochs.get(body.epoch)?.channel === undefined;

const apart = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const near = (text: string): string => text.slice(Math.max(0, at - 60), at + 100);
  return `…${near(a)}… where the judge says …${near(b)}…`;
};
