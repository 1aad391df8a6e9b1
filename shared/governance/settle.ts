/**
 * Operations that did not know of each other: which revocations count, and what they strike. Revocations go first, by
 * their authors' rank, then depth, then id; one whose author is struck by one accepted before is skipped.
 */
import type { OpId } from '../base/ids.ts';
import { rankOf } from '../model/permissions.ts';
import { type Clash, concernsOf, loses, takesBack } from './clash.ts';
import { type Graph, inOrder, type Node } from './graph.ts';
import { type Fork, forksAmong } from './forks-among.ts';
import type { VoidReason } from './void-reason.ts';
import { isKept } from './witness.ts';

/** @param excluded revocations that turned out to rest on what is void */
export const settle = (clash: Clash, nodes: readonly Node[], excluded: ReadonlySet<Node>): Map<Node, VoidReason> => {
  const struck = new Map<Node, VoidReason>();
  const standing = nodes.filter((node) => node.judgement.reason === undefined && !excluded.has(node));
  const forks = forksAmong(clash.graph, standing);
  if (forks.length === 0 && !standing.some(canStrike)) return struck;
  const accepted = acceptInRank(clash, standing, struck);
  const isStruckByRight = (node: Node): boolean =>
    struck.has(node) || accepted.against(node).some((by) => loses(clash, node, by));
  for (const node of standing) {
    if (node.judgement.revokes) continue;
    const reason = strike(clash, { node, standing, accepted, isStruckByRight, forks });
    if (reason !== undefined) struck.set(node, reason);
  }
  if (clash.plant === 'fork-voids-revocations') strikeAllForked(standing, forks, struck);
  return struck;
};

const canStrike = ({ judgement, operation }: Node): boolean =>
  judgement.revokes || operation.body.kind === 'FORK_PROOF';

/** RULE: revocations first; one whose author is struck by one accepted before is skipped. Proofs strike afterwards. */
const acceptInRank = (clash: Clash, standing: readonly Node[], struck: Map<Node, VoidReason>): Strikers => {
  const accepted = createStrikers(clash.graph);
  const revocations = standing.filter(({ judgement }) => judgement.revokes);
  for (const node of inRank(clash, revocations)) {
    if (accepted.against(node).some((by) => loses(clash, node, by))) struck.set(node, 'author-revoked-meanwhile');
    else accepted.add(node);
  }
  for (const node of standing) if (node.operation.body.kind === 'FORK_PROOF') accepted.add(node);
  return accepted;
};

const strikeAllForked = (standing: readonly Node[], forks: readonly Fork[], struck: Map<Node, VoidReason>): void => {
  for (const { of } of forks)
    for (const node of standing)
      if (node.operation.device === of.device && node.operation.deviceSeq >= of.seq) struck.set(node, 'device-forked');
};

const strike = (
  clash: Clash,
  one: {
    node: Node;
    standing: readonly Node[];
    accepted: Strikers;
    isStruckByRight: (node: Node) => boolean;
    forks: readonly Fork[];
  },
): VoidReason | undefined => {
  const { node, standing, isStruckByRight, forks } = one;
  const { device, deviceSeq } = node.operation;
  const by = one.accepted.against(node);
  if (by.some((revocation) => takesBack(clash, revocation, node))) return 'removed-meanwhile';
  const witness = { standing, isStruckByRight };
  for (const revocation of by) {
    if (loses(clash, node, revocation) && !isKept(clash, node, { by: [revocation], ...witness }))
      return 'author-revoked-meanwhile';
  }
  for (const { of, sides } of forks) {
    const isHit = of.device === device && deviceSeq >= of.seq && node.operation.body.kind !== 'FORK_PROOF';
    if (isHit && !isKept(clash, node, { by: sides, ...witness })) return 'device-forked';
  }
  return undefined;
};

/** RULE: revocations by rank of their authors (descending), depth (ascending), id (ascending). */
const inRank = ({ plant }: Clash, revocations: readonly Node[]): Node[] => {
  const rank = new Map(revocations.map((node) => [node, authorRank(node)]));
  const sign = plant === 'lowest-rank-first' ? -1 : 1;
  return revocations.toSorted((a, b) => sign * ((rank.get(b) ?? 0) - (rank.get(a) ?? 0)) || inOrder(a, b));
};

const authorRank = ({ known, judgement }: Node): number =>
  judgement.member === undefined ? 0 : rankOf(known.state, judgement.member);

type Strikers = { add: (node: Node) => void; against: (node: Node) => Node[] };

/** Accepted revocations by whom and what they concern, so that each operation meets only those that could strike it. */
const createStrikers = (graph: Graph): Strikers => {
  const byConcern = new Map<string, Node[]>();
  return {
    add: (node) => {
      for (const concern of concernsOf(node, 'strikes')) {
        const held = byConcern.get(concern);
        if (held === undefined) byConcern.set(concern, [node]);
        else held.push(node);
      }
    },
    against: (node) => {
      const met = new Map<OpId, Node>();
      for (const concern of concernsOf(node, 'is-struck'))
        for (const by of byConcern.get(concern) ?? [])
          if (by !== node && !graph.isBefore(by, node) && !graph.isBefore(node, by)) met.set(by.operation.id, by);
      return [...met.values()];
    },
  };
};
