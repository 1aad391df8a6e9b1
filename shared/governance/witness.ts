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
  if (node.operation.body.kind === 'ADMIT' && clash.plant !== 'admissions-erased') return true;
  return strike.standing.some((witness) => isWitness(clash, witness, node, strike));
};

const isWitness = (clash: Clash, witness: Node, node: Node, strike: Strike): boolean =>
  witness.judgement.member !== node.judgement.member &&
  clash.graph.isBefore(node, witness) &&
  didNotKnow(clash, witness, strike) &&
  ranksNoLower(clash, witness, node, strike) &&
  !strike.isStruckByRight(witness);

/** Of a removal nothing; of a fork at most one side. */
const didNotKnow = ({ graph, plant }: Clash, witness: Node, { by }: Strike): boolean => {
  const known = by.filter((side) => graph.isWithin(side, witness)).length;
  return known <= (by.length > 1 ? 1 : 0) || plant === 'witness-knew';
};

const ranksNoLower = ({ plant }: Clash, witness: Node, node: Node, { by }: Strike): boolean => {
  const state = by[0]?.known.state;
  const author = node.judgement.member;
  const { member } = witness.judgement;
  if (state === undefined || author === undefined || member === undefined) return false;
  if (!isActiveDevice(state, witness.operation.device)) return false;
  return rankOf(state, member) >= rankOf(state, author) || plant === 'witness-of-any-rank';
};
