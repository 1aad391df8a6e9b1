/** Asks for what is typed; answers to what was typed before are dropped. */
import { useCallback, useEffect, useMemo, useState } from 'react';

import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import type { SearchHit, SearchPage } from '../../../shared/ports/search.ts';
import { type Narrowed, narrow } from '../../../shared/search/narrow.ts';
import { type Filter, parseQuery } from '../../../shared/search/parse-query.ts';
import { useApp } from '../app-context.ts';

export type Found = {
  /** Undefined until the first answer. */
  hits: readonly SearchHit[] | undefined;
  hasMore: boolean;
  incomplete: SearchPage['incomplete'];
  failed: boolean;
  filters: readonly Filter[];
  unknown: readonly Filter[];
  /** Whether there is anything to look for. */
  isAsked: boolean;
  more: () => void;
};

const PAGE = 20;
/** While the index is being made, what is found grows. */
const AGAIN_MS = 1_000;

type Answer = { asked: string; hits: readonly SearchHit[]; page: SearchPage | undefined; failed: boolean };

export const useSearch = (
  community: CommunityView,
  text: string,
  channels: readonly ChannelView[],
  members: readonly MemberView[],
): Found => {
  const { services } = useApp();
  const [answer, setAnswer] = useState<Answer>();
  const [round, setRound] = useState(0);
  const parsed = useMemo(() => parseQuery(text), [text]);
  const { query, unknown } = useMemo(
    () => narrow(parsed, { channels, members, me: community.me, dayStart }),
    [parsed, channels, members, community.me],
  );
  const asked = askedText(query);
  const isAsked = query.words.trim() !== '' || parsed.filters.length > 0;

  useEffect(() => {
    if (!isAsked) return undefined;
    let isOld = false;
    services.search({ ...query, community: community.id, limit: PAGE }).then(
      (page) => isOld || setAnswer({ asked, hits: page.hits, page, failed: false }),
      (error: unknown) => {
        services.report('searching', error);
        if (!isOld) setAnswer({ asked, hits: [], page: undefined, failed: true });
      },
    );
    return () => void (isOld = true);
    // what is asked is in `asked`
    // eslint-disable-next-line react/exhaustive-deps
  }, [services, community.id, asked, isAsked, round]);

  const page = answer?.page;
  const isIncomplete = page?.incomplete !== undefined;
  useEffect(() => {
    if (!isIncomplete) return undefined;
    const timer = setTimeout(() => setRound((now) => now + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isIncomplete, answer]);

  const more = useCallback((): void => {
    if (answer?.page?.cursor === undefined) return;
    const { cursor } = answer.page;
    services.search({ ...query, community: community.id, limit: PAGE, cursor }).then(
      (next) => setAnswer((now) => (now === answer ? { ...now, hits: [...now.hits, ...next.hits], page: next } : now)),
      (error: unknown) => services.report('searching further', error),
    );
  }, [services, community.id, query, answer]);

  return {
    hits: isAsked ? answer?.hits : undefined,
    hasMore: page?.cursor !== undefined,
    incomplete: page?.incomplete,
    failed: isAsked && answer?.failed === true,
    filters: parsed.filters,
    unknown,
    isAsked,
    more,
  };
};

const askedText = (query: Narrowed['query']): string => JSON.stringify(query);

const dayStart = (year: number, month: number, day: number): number => new Date(year, month - 1, day).getTime();
