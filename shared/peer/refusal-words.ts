/** Why somebody is not let in, in words for people. The code comes from the member who answered (docs/protocol.md). */
import { REMOVED } from './join-desk.ts';

const ASK = 'Ask for a new invite.';

const WORDS = new Map(
  Object.entries({
    declined: 'Somebody there has decided not to let you in.',
    [REMOVED]:
      'You were let in and removed again before you heard of it. Open the invite once more to ask with a new key.',
    'invite-used-up': `This invite has let in as many people as it was made for. ${ASK}`,
    'invite-revoked': `This invite was revoked, so it lets nobody in any more. ${ASK}`,
    'invite-expired': `This invite was made for a limited time, and that is over. ${ASK}`,
    banned:
      'You are banned there. No invite lets you in until somebody who moderates there lifts the ban; then open an invite again.',
    full: 'There are as many members as a community can have. Somebody has to leave before you can come in.',
    'too-many-devices':
      'You have as many devices there as one person can have. Take one of them out first, on a device that is in, then open the invite again.',
  }),
);

const OTHER = `A member answered, but the invite is not valid (any more). ${ASK}`;

export const refusalWords = (code: string): string => WORDS.get(code) ?? OTHER;
