/**
 * An independent, deliberately naive model of governance: written from the rules of docs/decisions/0015, sharing no code
 * with the resolver. It remembers nothing between questions but what it already answered, finds pasts by walking, and
 * starts from CREATE each time. It knows the kinds that decide who may do what; proofs and keys are not its business.
 */
import { fromBase64Url, toHex } from '../base/bytes.ts';
import type { OpId } from '../base/ids.ts';
import type { Operation } from '../governance/operation.ts';
import {
  copyOf,
  emptyState,
  fits,
  givesBack,
  hasRight,
  type Naive,
  perform,
  proves,
  rank,
} from './governance-judge-acts.ts';

export type Judge = {
  rule: (ids: Iterable<OpId>) => Ruling;
  /** Whether the operation counts for what its author knew. */
  counts: (id: OpId) => boolean;
  /** What it answered before, for the next judge. */
  remembered: {
    pastOf: (id: string) => Set<string> | undefined;
    depthOf: (id: string) => number | undefined;
    knownTo: (id: string) => Ruling | undefined;
    isValid: (id: string) => boolean | undefined;
    hexOf: (id: string) => string | undefined;
    ruling: (name: string) => Ruling | undefined;
  };
};

export type Ruling = { state: Naive; void: Set<string> };

/** What nobody’s removal makes undone: it proves itself, concerns its author alone, or has no effect. */
/** Keys give no right, and what was sealed with one must stay readable. */
const UNTOUCHABLE = ['LEAVE', 'FORK_PROOF', 'unknown', 'CHANNEL_ROTATE', 'EPOCH_BOXES'];
const TAKES = ['KICK', 'BAN', 'REMOVE_DEVICE', 'LEAVE', 'REVOKE_INVITE', 'ROLE_UNASSIGN', 'ROLE_DELETE'];

/** @param earlier a judge of some of the same operations: what it answered is not asked again */
export const createJudge = (operations: readonly Operation[], earlier?: Judge): Judge => {
  const byId = new Map(operations.map((operation) => [operation.id as string, operation]));
  const pasts = new Map<string, Set<string>>();
  const depths = new Map<string, number>();
  const rulings = new Map<string, Ruling>();
  const known = new Map<string, Ruling>();
  const verdicts = new Map<string, boolean>();
  const hexes = new Map<string, string>();
  const before = earlier?.remembered;

  const linksOf = (one: Operation): string[] =>
    one.prevOwn === undefined ? [...one.parents] : [...one.parents, one.prevOwn];

  const pastOf = (id: string): Set<string> => {
    const held = pasts.get(id) ?? before?.pastOf(id);
    if (held !== undefined) return held;
    const past = new Set<string>();
    const one = byId.get(id);
    for (const link of one === undefined ? [] : linksOf(one)) {
      past.add(link);
      for (const farther of pastOf(link)) past.add(farther);
    }
    pasts.set(id, past);
    return past;
  };

  const depthOf = (id: string): number => {
    const held = depths.get(id) ?? before?.depthOf(id);
    if (held !== undefined) return held;
    const one = byId.get(id);
    const depth = one === undefined ? 0 : Math.max(-1, ...linksOf(one).map(depthOf)) + 1;
    depths.set(id, depth);
    return depth;
  };

  const hexOf = (id: string): string => {
    const held = hexes.get(id) ?? before?.hexOf(id);
    if (held !== undefined) return held;
    const hex = toHex(fromBase64Url(id) ?? new Uint8Array(0));
    hexes.set(id, hex);
    return hex;
  };
  const sorted = (ids: Iterable<string>): string[] =>
    [...ids].sort((a, b) => depthOf(a) - depthOf(b) || (hexOf(a) < hexOf(b) ? -1 : 1));
  const apart = (a: string, b: string): boolean => a !== b && !pastOf(a).has(b) && !pastOf(b).has(a);

  /** What an operation's author knew. */
  const knownTo = (id: string): Ruling => {
    const held = known.get(id) ?? before?.knownTo(id);
    if (held !== undefined) return held;
    const ruling = ruleOn(pastOf(id));
    known.set(id, ruling);
    return ruling;
  };

  const isValid = (id: string): boolean => {
    const held = verdicts.get(id) ?? before?.isValid(id);
    if (held !== undefined) return held;
    const verdict = isGood(id);
    verdicts.set(id, verdict);
    return verdict;
  };

  const isGood = (id: string): boolean => {
    const one = byId.get(id);
    if (one === undefined) return false;
    if (one.body.kind === 'CREATE') return pastOf(id).size === 0;
    const { state } = knownTo(id);
    const device = state.devices[one.device];
    if (device === undefined || !device.active || one.deviceSeq <= device.last) return false;
    const forkedAt = state.forked[one.device];
    const isFrozen = forkedAt !== undefined && one.deviceSeq >= forkedAt;
    if (isFrozen && !takes(id) && one.body.kind !== 'FORK_PROOF') return false;
    return hasRight(state, one, device.member) && fits(state, one, device.member) && proves(state, one);
  };

  const takes = (id: string): boolean => {
    const one = byId.get(id);
    if (one === undefined) return false;
    if (TAKES.includes(one.body.kind)) return true;
    if (one.body.kind !== 'ROLE_UPDATE') return false;
    const role = knownTo(id).state.roles[one.body.role];
    const { permissions, rank } = one.body;
    if (role === undefined) return false;
    return (
      (permissions !== undefined && role.may.some((each) => !(permissions as string[]).includes(each))) ||
      (rank !== undefined && rank < role.rank)
    );
  };

  const memberOf = (id: string): string => {
    const one = byId.get(id);
    if (one?.body.kind === 'CREATE') return one.body.member;
    const device = one?.device ?? '';
    return knownTo(id).state.devices[device]?.member ?? '';
  };

  /** Would the author have had the right, had they known of the revocation as well? */
  const survives = (id: string, revocation: string): boolean => {
    const one = byId.get(id);
    const by = byId.get(revocation);
    if (one === undefined || by === undefined || by.body.kind === 'LEAVE') return true;
    if (UNTOUCHABLE.includes(one.body.kind)) return true;
    const state = copyOf(knownTo(id).state);
    perform(
      state,
      by,
      memberOf(revocation),
      rank(knownTo(revocation).state, memberOf(revocation)),
      knownTo(revocation).state,
    );
    return state.devices[one.device]?.active === true && hasRight(state, one, memberOf(id));
  };

  const ruleOn = (set: ReadonlySet<string>): Ruling => {
    const name = [...set].toSorted().join();
    const held = rulings.get(name) ?? before?.ruling(name);
    if (held !== undefined) return held;
    const groundless = new Set<string>();
    for (;;) {
      const outcome = attempt(set, groundless);
      rulings.set(name, outcome.ruling);
      if (outcome.groundless === undefined) return outcome.ruling;
      groundless.add(outcome.groundless);
    }
  };

  const attempt = (
    set: ReadonlySet<string>,
    groundless: ReadonlySet<string>,
  ): { ruling: Ruling; groundless: string | undefined } => {
    const order = sorted(set);
    const valid = order.filter((id) => byId.get(id)?.body.kind === 'CREATE' || isValid(id));
    const standing = valid.filter((id) => !groundless.has(id));
    const accepted: string[] = [];
    const struck = new Set<string>();
    const power = (id: string): number => rank(knownTo(id).state, memberOf(id));
    const revocations = standing.filter((id) => takes(id)).sort((a, b) => power(b) - power(a));
    for (const id of revocations) {
      if (accepted.some((by) => apart(id, by) && !survives(id, by))) struck.add(id);
      else accepted.push(id);
    }
    const isHit = (id: string): boolean => struck.has(id) || accepted.some((by) => apart(id, by) && !survives(id, by));
    const forks = standing.flatMap((a) =>
      standing.flatMap((b) =>
        a < b && byId.get(a)?.device === byId.get(b)?.device && byId.get(a)?.deviceSeq === byId.get(b)?.deviceSeq
          ? [sorted([a, b])]
          : [],
      ),
    );
    const isKept = (id: string, removal: readonly string[], allowed: number): boolean => {
      if (byId.get(id)?.body.kind === 'ADMIT') return true;
      return standing.some((witness) => {
        if (!pastOf(witness).has(id) || memberOf(witness) === memberOf(id) || isHit(witness)) return false;
        if (removal.filter((by) => by === witness || pastOf(witness).has(by)).length > allowed) return false;
        const { state } = knownTo(removal[0] ?? '');
        const isThere = state.devices[byId.get(witness)?.device ?? '']?.active === true;
        return isThere && rank(state, memberOf(witness)) >= rank(state, memberOf(id));
      });
    };
    for (const id of standing.filter((each) => !takes(each))) {
      const one = byId.get(id);
      if (one === undefined || one.body.kind === 'CREATE') continue;
      const isGivenBack = accepted.some((by) => apart(id, by) && givesBack(one, byId.get(by), memberOf(by)));
      const isErased = accepted.some((by) => apart(id, by) && !survives(id, by) && !isKept(id, [by], 0));
      const isForked = forks.some((sides) => {
        const fork = byId.get(sides[0] ?? '');
        if (fork === undefined || fork.device !== one.device || one.deviceSeq < fork.deviceSeq) return false;
        if (one.body.kind === 'FORK_PROOF') return false;
        return !isKept(id, sides, 1);
      });
      if (isGivenBack || isErased || isForked) struck.add(id);
    }
    return fold(order, new Set([...order.filter((id) => !valid.includes(id)), ...struck, ...groundless]), forks);
  };

  const fold = (
    order: readonly string[],
    out: ReadonlySet<string>,
    forks: readonly string[][],
  ): { ruling: Ruling; groundless: string | undefined } => {
    const state = emptyState();
    let unfounded: string | undefined;
    const gone = new Set<string>();
    for (const one of order.flatMap((id) => byId.get(id) ?? [])) {
      const isShaken = !out.has(one.id) && !stands(one, gone);
      if (isShaken && takes(one.id)) unfounded ??= one.id;
      if (out.has(one.id) || isShaken || isUnfit(state, one)) gone.add(one.id);
      else actOut(state, one);
      count(state, one);
    }
    for (const sides of forks) recordFork(state, byId.get(sides[0] ?? ''));
    return { ruling: { state, void: gone }, groundless: unfounded };
  };

  const isUnfit = (state: Naive, one: Operation): boolean =>
    one.body.kind !== 'CREATE' && !takes(one.id) && !fits(state, one, memberOf(one.id));

  const actOut = (state: Naive, one: Operation): void => {
    const isFirst = one.body.kind === 'CREATE';
    const known = isFirst ? state : knownTo(one.id).state;
    const author = memberOf(one.id);
    perform(state, one, author, isFirst ? 0 : rank(known, author), known);
  };

  /** Right and reason in what its author knew, without what is void now. */
  const stands = (one: Operation, gone: ReadonlySet<string>): boolean => {
    if (one.body.kind === 'CREATE') return true;
    const then = knownTo(one.id).void;
    const past = pastOf(one.id);
    const now = [...past].filter((id) => gone.has(id));
    if (now.length === then.size && now.every((id) => then.has(id))) return true;
    const state = emptyState();
    for (const id of sorted(past)) {
      const earlier = byId.get(id);
      if (earlier === undefined) continue;
      if (!gone.has(id)) actOut(state, earlier);
      count(state, earlier);
    }
    const member = memberOf(one.id);
    return state.devices[one.device]?.active === true && hasRight(state, one, member) && fits(state, one, member);
  };

  const recordFork = (state: Naive, one: Operation | undefined): void => {
    if (one === undefined) return;
    state.forked[one.device] = Math.min(state.forked[one.device] ?? one.deviceSeq, one.deviceSeq);
  };

  const count = (state: Naive, one: Operation): void => {
    const device = state.devices[one.device];
    if (device === undefined) return;
    if (knownBefore(one) >= one.deviceSeq) recordFork(state, one);
    device.last = Math.max(device.last, one.deviceSeq);
  };

  const knownBefore = (one: Operation): number =>
    one.body.kind === 'CREATE' ? -1 : (knownTo(one.id).state.devices[one.device]?.last ?? -1);

  return {
    rule: (ids: Iterable<OpId>): Ruling => ruleOn(new Set<string>(ids)),
    counts: isValid,
    remembered: {
      pastOf: (id) => pasts.get(id) ?? before?.pastOf(id),
      depthOf: (id) => depths.get(id) ?? before?.depthOf(id),
      knownTo: (id) => known.get(id) ?? before?.knownTo(id),
      isValid: (id) => verdicts.get(id) ?? before?.isValid(id),
      hexOf: (id) => hexes.get(id) ?? before?.hexOf(id),
      ruling: (name) => rulings.get(name) ?? before?.ruling(name),
    },
  };
};
