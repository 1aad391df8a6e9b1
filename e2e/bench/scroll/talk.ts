/** Somebody who talks, and where somebody reads meanwhile. */
import type { Page } from '@playwright/test';

import type { Headless } from '../../support/headless.ts';

/** At a steady pace. */
export const TALK = { messages: 500, everyMs: 20 };

export const lastOf = (text: string): string => `${text} ${TALK.messages}`;

/** One message after another; of several channels each in turn. */
export const talk = async (peer: Headless, text: string, channels = ['general']): Promise<void> => {
  const posted: Promise<unknown>[] = [];
  const startedAt = performance.now();
  for (let n = 1; n <= TALK.messages; n += 1) {
    posted.push(peer.request('post', { channel: channels[n % channels.length] ?? '', text: `${text} ${n}` }));
    const wait = startedAt + n * TALK.everyMs - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  await Promise.all(posted);
};

type Place = { id: string; top: number };

/** The first message that can be seen whole, and where it stands. */
export const placeOfReader = (page: Page): Promise<Place> =>
  page.getByTestId('timeline').evaluate(async (box) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // until the page above has come
    const edge = box.getBoundingClientRect().top;
    const row = [...box.querySelectorAll<HTMLElement>('[data-sort]')].find(
      (one) => one.getBoundingClientRect().top >= edge,
    );
    return { id: row?.dataset['roving'] ?? '', top: row?.getBoundingClientRect().top ?? Number.NaN };
  });

/** NaN if it is not there any more. */
export const movedBy = (page: Page, before: Place): Promise<number> =>
  page.getByTestId('timeline').evaluate((box, { id, top }) => {
    const row = [...box.querySelectorAll<HTMLElement>('[data-sort]')].find((one) => one.dataset['roving'] === id);
    return (row?.getBoundingClientRect().top ?? Number.NaN) - top;
  }, before);
