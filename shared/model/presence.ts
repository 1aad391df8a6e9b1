/** Who is there, as people are told of it. */
import type { MemberId } from '../base/ids.ts';
import { isPlainLine } from './plain-line.ts';

/** `here`: in use. `away`: open, and nobody has touched it for a while. */
export type PresenceState = 'here' | 'away' | 'offline';

export type PresenceView = { member: MemberId; state: PresenceState; status: string };

/** What a person lets others know. `invisible`: they look offline. */
export type OwnPresence = { state: 'here' | 'away' | 'invisible'; status: string };

/** Characters, as JavaScript counts them. */
export const MAX_STATUS = 80;

/** Empty where there is nothing to say. */
export const isStatus = (text: string): boolean => text.length <= MAX_STATUS && isPlainLine(text);
