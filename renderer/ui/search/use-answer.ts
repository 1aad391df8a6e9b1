/** The answer to the last question: answers to those before it are dropped, and what was shown stays until the next comes. */
import { useCallback, useEffect, useState } from 'react';

import type { SearchHit, SearchPage } from '../../../shared/ports/search.ts';
import { useApp } from '../app-context.ts';

type Ask = (cursor?: string) => Promise<SearchPage>;
type Answer = {
  /** What it answers. */
  ask: Ask;
  hits: readonly SearchHit[];
  /** Undefined if the search failed. */
  page: SearchPage | undefined;
  pages: number;
  /** The next page could not be had. */
  endsEarly?: true;
};

/** While the index is being made, what is found grows. */
const AGAIN_MS = 1_000;

/** @param ask undefined while there is no question */
export const useAnswer = (ask: Ask | undefined) => {
  const { report } = useApp().services;
  const [answer, setAnswer] = useState<Answer>();
  const [round, setRound] = useState(0);
  const again = useCallback((): void => setRound((now) => now + 1), []);

  useEffect(() => {
    if (ask === undefined) return undefined;
    let isOld = false;
    ask().then(
      (page) => isOld || setAnswer({ ask, hits: page.hits, page, pages: 1 }),
      (error: unknown) => {
        report('searching', error);
        if (!isOld) setAnswer({ ask, hits: [], page: undefined, pages: 0 });
      },
    );
    return () => void (isOld = true);
  }, [ask, report, round]);

  // asking anew begins with the first page: whoever has looked further back would lose their place
  const grows = ask !== undefined && answer?.page?.incomplete !== undefined && answer.pages === 1;
  useEffect(() => {
    if (!grows) return undefined;
    const timer = setTimeout(again, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [grows, answer, again]);

  const isCurrent = ask !== undefined && answer?.ask === ask;
  const more = useCallback((): void => {
    const cursor = answer?.page?.cursor;
    if (answer === undefined || cursor === undefined || !isCurrent) return;
    const { hits, pages } = answer;
    const change = (next: Answer): void => setAnswer((now) => (now === answer ? next : now));
    answer.ask(cursor).then(
      (page) => change({ ask: answer.ask, hits: [...hits, ...page.hits], page, pages: pages + 1 }),
      (error: unknown) => {
        report('searching further', error);
        change({ ...answer, endsEarly: true });
      },
    );
  }, [answer, isCurrent, report]);

  return { ...foundIn(ask === undefined ? undefined : answer), isCurrent, more, again };
};

const foundIn = (answer: Answer | undefined) => ({
  hits: answer?.hits,
  hasMore: answer?.page?.cursor !== undefined,
  incomplete: answer?.page?.incomplete,
  failed: answer !== undefined && answer.page === undefined,
  endsEarly: answer?.endsEarly === true,
});
