/** Up to where each channel was read. */
import { clockText } from '../../shared/base/clock-text.ts';
import type { CommunityId } from '../../shared/base/ids.ts';
import type { ReadMark } from '../../shared/model/personal.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { ChannelScope } from './news-ports.ts';
import type { PersonalStore } from './personal-store.ts';

export type ReadMarks = {
  of: (scope: ChannelScope) => ReadMark;
  /** Known without counting: nothing that was said more than a minute ago is unread there. */
  isCaughtUp: (scope: ChannelScope) => boolean;
  /** It was said since this person is there, and not in the future; the rest is history. */
  isNews: (message: Pick<MessageView, 'community' | 'sortKey'>) => boolean;
  /** What claims to be later is from a wrong clock: it is not counted and calls nobody, and reading it reads nothing else. */
  horizon: () => string;
  /** Never back; no further than now by what is from a wrong clock. */
  move: (scope: ChannelScope, upTo: string) => void;
  /** Back to right before a message. */
  before: (message: MessageView) => void;
  /** Notes since when this person is in a community: once, and again if the clock was ahead. */
  begin: (community: CommunityId) => void;
};

const FUTURE_MS = 5 * 60_000;
const A_MINUTE_MS = 60_000;

export const createReadMarks = (personal: PersonalStore, now: () => number): ReadMarks => {
  const sinceOf = (community: CommunityId): string => clockText(personal.get('since', { community })?.at ?? now(), 0);
  const horizon = (): string => clockText(now() + FUTURE_MS, 0);
  const of: ReadMarks['of'] = ({ community, channel }) => {
    const { upTo, round } = personal.get('read', { community, channel }) ?? { upTo: '', round: 0 };
    const since = sinceOf(community);
    return { upTo: round === 0 && upTo < since ? since : upTo, round };
  };
  return {
    of,
    // what is not read back yet may be anything
    isCaughtUp: (scope) => personal.isLoaded() && of(scope).upTo >= clockText(now() - A_MINUTE_MS, 0),
    isNews: ({ community, sortKey }) => sortKey > sinceOf(community) && sortKey <= horizon(),
    horizon,
    move: ({ community, channel }, wanted) => {
      const { upTo, round } = of({ community, channel });
      const within = wanted <= horizon() ? wanted : clockText(now(), 0);
      if (within > upTo) personal.put({ community, channel, kind: 'read', upTo: within, round });
    },
    before: ({ community, channel, sortKey }) => {
      const { round } = of({ community, channel });
      // a sort key that sorts right before this one
      personal.put({ community, channel, kind: 'read', upTo: sortKey.slice(0, -1), round: round + 1 });
    },
    begin: (community) => {
      const since = personal.get('since', { community });
      if (since === undefined || since.at > now()) personal.put({ kind: 'since', community, at: now() });
    },
  };
};
