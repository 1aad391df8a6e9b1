/**
 * RULE: no retroactive erasure. What a removal would strike stands nevertheless
 * - if it admits somebody, who proved by the invite's key that they asked, for as long as the INVITE stands;
 * - if somebody else built on it before they knew of the removal, who in what the remover knew ranked no lower than its
 *   author, and whom nothing strikes. Lower ranks do not count: they may owe everything to the one who was removed.
 */
import { rankOf } from '../model/permissions.ts';
import type { Clash } from './clash.ts';
import { isActiveDevice } from './community-state.ts';
import type { Node } from './graph.ts';

type Strike = {
  /** The removal; or the sides of a fork, of which a witness may know one. */
  by: readonly Node[];
  standing: readonly Node[];
  isStruckByRight: (node: Node) => boolean;
};

export const isKept = (clash: Clash, node: Node, strike: Strike): boolean => {
  const { plant } = clash.bench(node);
  if (node.operation.body.kind === 'ADMIT' && plant !== 'admissions-erased') return true;
  return strike.standing.some((witness) => isWitness(clash, witness, node, strike));
};

const isWitness = (clash: Clash, witness: Node, node: Node, { by, isStruckByRight }: Strike): boolean => {
  const { member } = witness.judgement;
  const author = node.judgement.member;
  if (member === undefined || author === undefined || member === author) return false;
  if (!clash.graph.isBefore(node, witness)) return false;
  const { plant } = clash.bench(node);
  const known = by.filter((side) => clash.graph.isWithin(side, witness)).length;
  if (known > (by.length > 1 ? 1 : 0) && plant !== 'witness-knew') return false;
  const state = by[0]?.known.state;
  if (state === undefined || !isActiveDevice(state, witness.operation.device)) return false;
  const ranks = rankOf(state, member) >= rankOf(state, author) || plant === 'witness-of-any-rank';
  return ranks && !isStruckByRight(witness);
};
