/** The answer to the last question: answers to those before it are dropped, and what was shown stays until the next comes. */
import { useCallback, useEffect, useState } from 'react';

import type { SearchHit, SearchPage } from '../../../shared/ports/search.ts';
import { useApp } from '../app-context.ts';

type Ask = (cursor?: string) => Promise<SearchPage>;
type Answer = { hits: readonly SearchHit[]; page: SearchPage | undefined };

/** While the index is being made, what is found grows. */
const AGAIN_MS = 1_000;

/** @param ask undefined while there is no question */
export const useAnswer = (ask: Ask | undefined) => {
  const { report } = useApp().services;
  const [answer, setAnswer] = useState<Answer>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    let isOld = ask === undefined;
    ask?.().then(
      (page) => isOld || setAnswer({ hits: page.hits, page }),
      (error: unknown) => {
        report('searching', error);
        if (!isOld) setAnswer({ hits: [], page: undefined });
      },
    );
    return () => void (isOld = true);
  }, [ask, report, round]);

  const page = ask === undefined ? undefined : answer?.page;
  const isIncomplete = page?.incomplete !== undefined;
  useEffect(() => {
    if (!isIncomplete) return undefined;
    const timer = setTimeout(() => setRound((now) => now + 1), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isIncomplete, answer]);

  const more = useCallback((): void => {
    const cursor = answer?.page?.cursor;
    if (ask === undefined || cursor === undefined) return;
    ask(cursor).then(
      (next) =>
        setAnswer((now) =>
          now === answer && now !== undefined ? { hits: [...now.hits, ...next.hits], page: next } : now,
        ),
      (error: unknown) => report('searching further', error),
    );
  }, [ask, answer, report]);

  return {
    hits: ask === undefined ? undefined : answer?.hits,
    hasMore: page?.cursor !== undefined,
    incomplete: page?.incomplete,
    failed: ask !== undefined && answer !== undefined && answer.page === undefined,
    more,
  };
};
