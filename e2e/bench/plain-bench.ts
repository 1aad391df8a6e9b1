/** The same jobs as Holdfast's, done by a plain y-webrtc document. */
import { startHub } from '../support/hub.ts';
import { inTime } from './in-time.ts';
import { type Live, type LivePlan, measureLive } from './live.ts';
import { messageText } from './message-text.ts';
import type { Plain } from './plain-page.ts';
import { PLAIN_LOOK, type PlainPeople, type PlainPerson, startPlainPeople } from './plain-people.ts';
import { startStopwatch } from './stopwatch.ts';
import { round } from './summary.ts';

export type PlainCatchUp =
  | { caughtUp: true; newestOnScreenMs: number; allHereMs: number; documentBytes: number }
  /** `connected`: the two were linked, and the document was lost all the same. */
  | { caughtUp: false; connected: boolean; received: number; waitedMs: number; documentBytes: number };

const CONNECT_MS = 20_000;
const LINKED = 'body[data-peers="1"]';

export const plainLive = (plan: LivePlan): Promise<Live> =>
  withPlainPeople(async (people) => {
    const [alice, bob] = await Promise.all([people.open('Alice'), people.open('Bob')]);
    await connect(alice, bob);
    return measureLive({ writer: alice.page, reader: bob.page }, PLAIN_LOOK, plan);
  });

/** @param patienceMs how long the newcomer is given; what is not there then will not come */
export const plainCatchUp = (messages: number, patienceMs: number): Promise<PlainCatchUp> =>
  withPlainPeople(async (people) => {
    const [founder, newcomer] = await Promise.all([people.open('Alice'), people.open('Bob')]);
    const documentBytes = await founder.page.evaluate(
      (count) => (window as unknown as WithPlain).plain.fill(count),
      messages,
    );
    await founder.join();
    const watch = await startStopwatch(newcomer.page, PLAIN_LOOK);
    const newest = watch.shown(messageText(messages - 1));
    await newcomer.join();
    const shown = await inTime(newest, patienceMs, 'the newest message').catch(() => undefined);
    const received = await newcomer.page.evaluate(() => (window as unknown as WithPlain).plain.count());
    // an update of a document comes whole or not at all, so the newest message on screen means that all are here
    if (shown === undefined || received < messages) {
      const connected = await newcomer.page.locator(LINKED).isVisible();
      return { caughtUp: false, connected, received, waitedMs: patienceMs, documentBytes };
    }
    const ms = round(shown.row - (await watch.clickedAt()));
    return { caughtUp: true, newestOnScreenMs: ms, allHereMs: ms, documentBytes };
  });

type WithPlain = { plain: Plain };

const connect = async (one: PlainPerson, other: PlainPerson): Promise<void> => {
  await Promise.all([one.join(), other.join()]);
  const linked = [one, other].map(({ page }) => page.locator(LINKED).waitFor({ timeout: CONNECT_MS }));
  await Promise.all(linked);
};

const withPlainPeople = async <T>(work: (people: PlainPeople) => Promise<T>): Promise<T> => {
  const hub = await startHub();
  const people = await startPlainPeople(hub.url);
  try {
    return await work(people);
  } finally {
    await people.close();
    await hub.dispose();
  }
};
