/** What a pass over operations came to, step by step: the next pass takes over what it has in common with it. */
import type { CommunityState } from './community-state.ts';
import type { Node } from './graph.ts';
import type { Resolution } from './resolution.ts';
import type { VoidReason } from './void-reason.ts';

export type FoldTrace = { base: Resolution; steps: readonly Step[] };

export type Step = {
  node: Node;
  /** Known before the pass: it does not count for its author, or is struck. */
  settled: VoidReason | undefined;
  reason: VoidReason | undefined;
  /** After it. */
  state: CommunityState;
};
