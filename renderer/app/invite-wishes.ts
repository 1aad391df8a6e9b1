/** What a form says about an invite → what the core is asked for. */
import type { InviteOptions } from '../../shared/peer/peer-api.ts';

export type InviteLifetime = 'always' | 'hour' | 'day' | 'week';

export type InviteWishes = {
  /** As typed; empty: no limit. */
  uses: string;
  lifetime: InviteLifetime;
  needsApproval: boolean;
};

export const ANYBODY: InviteWishes = { uses: '', lifetime: 'always', needsApproval: false };

const HOUR_MS = 3_600_000;
const LASTS_MS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;

/** @returns undefined if the number is none that an invite can have */
export const inviteOptions = (wishes: InviteWishes, now: number): InviteOptions | undefined => {
  const uses = wishes.uses.trim();
  if (uses !== '' && !(/^\d{1,4}$/.test(uses) && Number(uses) >= 1 && Number(uses) <= 1_000)) return undefined;
  return {
    ...(uses === '' ? {} : { uses: Number(uses) }),
    ...(wishes.needsApproval ? { needsApproval: true } : {}),
    ...(wishes.lifetime === 'always' ? {} : { expires: now + LASTS_MS[wishes.lifetime] }),
  };
};
