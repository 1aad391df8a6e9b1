/** Asks for what is typed, in the words and with the filters that it holds. */
import { useMemo } from 'react';

import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import type { SearchHit, SearchPage } from '../../../shared/ports/search.ts';
import { type Narrowed, narrow } from '../../../shared/search/narrow.ts';
import { type Filter, parseQuery } from '../../../shared/search/parse-query.ts';
import { useApp } from '../app-context.ts';
import { useAnswer } from './use-answer.ts';

export type Found = {
  /** Undefined until the first answer. */
  hits: readonly SearchHit[] | undefined;
  hasMore: boolean;
  incomplete: SearchPage['incomplete'];
  /** Whether the hits are of what is typed now. */
  isCurrent: boolean;
  failed: boolean;
  /** The next page could not be had. */
  endsEarly: boolean;
  filters: readonly Filter[];
  unknown: readonly Filter[];
  /** Whether there is anything to look for. */
  isAsked: boolean;
  more: () => void;
  /** Asks once more. */
  again: () => void;
};

const PAGE = 20;

export const useSearch = (
  community: CommunityView,
  text: string,
  channels: readonly ChannelView[],
  members: readonly MemberView[],
): Found => {
  const { services } = useApp();
  const { id, me } = community;
  const parsed = useMemo(() => parseQuery(text), [text]);
  const { query, unknown } = useMemo(
    () => narrow(parsed, { channels, members, me, dayStart }),
    [parsed, channels, members, me],
  );
  const isAsked = query.words.trim() !== '' || parsed.filters.length > 0;
  // as text, because members that come and go need not change what is asked
  const asked = isAsked && unknown.length === 0 ? JSON.stringify(query) : undefined;
  const ask = useMemo(
    () =>
      asked === undefined
        ? undefined
        : (cursor?: string): Promise<SearchPage> => {
            const same = JSON.parse(asked) as Narrowed['query'];
            return services.search({
              ...same,
              community: id,
              limit: PAGE,
              ...(cursor === undefined ? {} : { cursor }),
            });
          },
    [services, id, asked],
  );
  return { ...useAnswer(ask), filters: parsed.filters, unknown, isAsked };
};

const dayStart = (year: number, month: number, day: number): number => new Date(year, month - 1, day).getTime();
