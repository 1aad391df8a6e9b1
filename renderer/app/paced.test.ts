import { expect, test } from 'vitest';

import { type News, paced, type Watched } from './paced.ts';
import { handClock } from './testing/page-cast.ts';

/** A channel that can be watched, a reader of it, and a clock; the test moves all three. */
const channel = () => {
  let tell: ((answer: string) => void) | undefined;
  let asked = 0;
  let wake = (): void => undefined;
  const clock = handClock();
  let news: News = 'few';
  const shown: string[] = [];
  const source: Watched<string> = {
    subscribe: (told) => {
      asked += 1;
      tell = told;
      return { unsubscribe: () => (tell = undefined) };
    },
  };
  const reading = paced(
    source,
    {
      newsOf: () => news,
      onUrgent: (listener) => {
        wake = listener;
        return () => (wake = () => undefined);
      },
    },
    clock.after,
  ).subscribe(
    (answer) => shown.push(answer),
    () => undefined,
  );
  return {
    shown,
    answer: (text: string, what: News): void => {
      news = what;
      tell?.(text);
    },
    isWatched: (): boolean => tell !== undefined,
    timesAsked: (): number => asked,
    urgent: (): void => wake(),
    isQuiet: (): boolean => tell === undefined && clock.pending() === 0,
    pass: clock.pass,
    stop: reading.unsubscribe,
  };
};

test('what comes one by one is shown at once', () => {
  const general = channel();
  for (const text of ['one', 'two', 'three']) general.answer(text, 'few');
  expect(general.shown).toEqual(['one', 'two', 'three']);
  expect(general.timesAsked()).toBe(1);
});

test('history is shown at once, and read again only after a rest', () => {
  const general = channel();
  general.answer('one', 'few');
  general.answer('a hundred', 'many');
  expect(general.shown).toEqual(['one', 'a hundred']);
  expect(general.isWatched()).toBe(false);
  general.pass(50);
  general.pass(249);
  expect(general.isWatched()).toBe(false);
  general.pass(1);
  general.answer('two hundred', 'many');
  expect(general.shown).toEqual(['one', 'a hundred', 'two hundred']);
});

test('what changed nothing here is not told, and more of it waits', () => {
  const general = channel();
  general.answer('one', 'few');
  general.answer('one', 'same');
  expect(general.isWatched()).toBe(false);
  general.pass(50);
  general.pass(250);
  general.answer('one', 'same');
  expect(general.isWatched()).toBe(true);
  expect(general.shown).toEqual(['one']);
});

test('a message that people say ends the rest, but not before a short one', () => {
  const general = channel();
  general.answer('one', 'few');
  general.answer('a hundred', 'many');
  general.urgent();
  expect(general.isWatched()).toBe(false);
  general.pass(50);
  expect(general.isWatched()).toBe(true);

  general.answer('two hundred', 'many');
  general.pass(50);
  expect(general.isWatched()).toBe(false);
  general.urgent();
  expect(general.isWatched()).toBe(true);
});

test('who stops reading leaves nothing running, also in a rest', () => {
  const general = channel();
  general.answer('one', 'few');
  general.answer('a hundred', 'many');
  general.stop();
  expect(general.isQuiet()).toBe(true);

  const random = channel();
  random.stop();
  expect(random.isQuiet()).toBe(true);
});
