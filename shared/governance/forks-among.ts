/** RULE: a fork is proven as soon as both operations are there, with or without a FORK_PROOF. */
import type { DeviceId } from '../base/ids.ts';
import type { Graph, Node } from './graph.ts';

export type Fork = { of: { device: DeviceId; seq: number }; sides: readonly Node[] };

/** The first fork of each device among operations that were settled together. */
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
  const first = new Map<DeviceId, Fork>();
  for (const sides of byNumber.values()) {
    const operation = sides[0]?.operation;
    if (operation === undefined || sides.length < 2) continue;
    const held = first.get(operation.device);
    if (held !== undefined && held.of.seq <= operation.deviceSeq) continue;
    first.set(operation.device, { of: { device: operation.device, seq: operation.deviceSeq }, sides });
  }
  return [...first.values()];
};
