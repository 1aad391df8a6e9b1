/** What keeping up with news needs from outside: tables that the page owns, and the desktop. */
import type { ChannelId, CommunityId, MemberId } from '../../shared/base/ids.ts';
import type { PersonalEntry } from '../../shared/model/personal.ts';

export type ChannelScope = { community: CommunityId; channel: ChannelId };

/** What this person has read and chosen, kept over restarts. */
export type PersonalPort = {
  load: () => Promise<readonly PersonalEntry[]>;
  save: (entries: readonly PersonalEntry[]) => Promise<void>;
};

/** Sort keys of messages that came in below what was read. */
export type LatePort = {
  load: () => Promise<readonly (ChannelScope & { keys: readonly string[] })[]>;
  /** No keys: forgets the channel. */
  save: (scope: ChannelScope, keys: readonly string[]) => Promise<void>;
};

/** How a message calls this person. */
export type Called = 'member' | 'role' | 'everyone' | 'reply';

export type Mention = ChannelScope & {
  id: string;
  sortKey: string;
  author: MemberId;
  sentAt: number;
  how: Called;
};

export type MentionPort = {
  load: () => Promise<readonly Mention[]>;
  add: (mentions: readonly Mention[]) => Promise<void>;
  remove: (mentions: readonly Mention[]) => Promise<void>;
};

/** What the browser has to tell somebody who is elsewhere. */
export type NotificationPort = {
  /** `unsupported`: there are none in this window. */
  permission: () => 'default' | 'granted' | 'denied' | 'unsupported';
  /** Has the browser ask. */
  ask: () => Promise<'default' | 'granted' | 'denied'>;
  /** One with the same tag takes the place of the one before. @returns takes it away */
  show: (what: { tag: string; title: string; body: string; isSilent: boolean; open: () => void }) => () => void;
  /** On the app's icon, where it has one. */
  setBadge: (count: number) => void;
  playSound: () => void;
  /** Somebody is at this window. */
  hasFocus: () => boolean;
};
