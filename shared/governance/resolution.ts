/** What a set of operations that is closed under "knew of" adds up to, and which of them have no effect. */
import type { OpId } from '../base/ids.ts';
import type { CommunityState } from './community-state.ts';
import type { Table } from './table.ts';
import type { VoidReason } from './void-reason.ts';

export type Resolution = {
  state: CommunityState;
  voids: Table<OpId, VoidReason>;
  /** How many of them would count if it went by what their own authors knew. */
  overruled: number;
};
