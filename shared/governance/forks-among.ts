/** RULE: a fork is proven as soon as both operations are there, with or without a FORK_PROOF. */
import type { DeviceId } from '../base/ids.ts';
import type { Graph, Node } from './graph.ts';

export type Fork = { of: { device: DeviceId; seq: number }; sides: readonly Node[] };

/**
 * Every fork among operations that were settled together, not only the first of each device: one before it, which comes
 * to light later, must not bring back what this one has struck.
 */
export const forksAmong = (graph: Graph, nodes: readonly Node[]): Fork[] => {
  if (!graph.hasForks()) return [];
  const byNumber = new Map<string, Node[]>();
  for (const node of nodes) {
    const { device, deviceSeq } = node.operation;
    const number = `${deviceSeq} ${device}`;
    const held = byNumber.get(number);
    if (held === undefined) byNumber.set(number, [node]);
    else held.push(node);
  }
  return [...byNumber.values()].flatMap((sides) => {
    const operation = sides[0]?.operation;
    if (operation === undefined || sides.length < 2) return [];
    return [{ of: { device: operation.device, seq: operation.deviceSeq }, sides }];
  });
};
