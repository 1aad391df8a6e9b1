/** What is measured of Holdfast: real browsers, hosts, hubs and disks. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Page } from '@playwright/test';

import { type Headless, postAll, startHeadless } from '../support/headless.ts';
import { type HubProgram, startHub } from '../support/hub.ts';
import { type Person, startPerson } from '../support/person.ts';
import { composer, copyInvite, createCommunity, joinCommunity, networkLine, openInvite } from '../support/screen.ts';
import { storedTexts } from '../support/stored.ts';
import { inTime } from './in-time.ts';
import { type Live, type LivePlan, measureLive } from './live.ts';
import { messageText } from './message-text.ts';
import { startStopwatch } from './stopwatch.ts';
import { storedCountReaches } from './stored-count.ts';
import { round } from './summary.ts';

export type CatchUp = {
  /** From the click on “Join community” until the newest message's row is in the document. */
  newestOnScreenMs: number;
  /** … until all messages are durable and in the browser's database. */
  allStoredMs: number;
  /** The longest task of the page's main thread meanwhile; 0 if none was over 50 ms. */
  longestTaskMs: number;
};

export type Founder = { peer: Headless; invite: string; newest: string; fillMs: number };

const LOOK = { row: '[data-testid="message"]', text: '.message-text' };
const CATCH_UP_MS = 90_000;

/** Everything started in `work` through its world ends with it. */
export const withWorld = async <T>(work: (world: World) => Promise<T>): Promise<T> => {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const hub = await startHub();
  const world: World = { dir, hub, started: [] };
  try {
    return await work(world);
  } finally {
    await Promise.all(world.started.map((each) => each.dispose()));
    await hub.dispose();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};

export type World = { dir: string; hub: HubProgram; started: { dispose: () => Promise<void> }[] };

export const holdfastLive = (plan: LivePlan): Promise<Live> =>
  withWorld(async (world) => {
    const [alice, bob] = await Promise.all([personIn(world, 'alice'), personIn(world, 'bob')]);
    await createCommunity(alice.page, 'Alice', 'Harbour watch');
    await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
    await expect(networkLine(bob.page)).toContainText('Connected to 1 of 1');
    return measureLive({ writer: alice.page, reader: bob.page }, LOOK, plan);
  });

/** A headless member with that many messages. */
export const founderOf = async (world: World, messages: number): Promise<Founder> => {
  const peer = await headlessIn(world, 'founder');
  const { invite } = await peer.request('create-community', { name: 'Harbour watch', as: 'Alice' });
  const startedAt = performance.now();
  await postAll(
    peer,
    Array.from({ length: messages }, (_, i) => messageText(i)),
  );
  return { peer, invite, newest: messageText(messages - 1), fillMs: round(performance.now() - startedAt) };
};

/** A newcomer with a browser. */
export const catchUpInBrowser = async (world: World, founder: Founder, messages: number): Promise<CatchUp> =>
  (await newcomerOf(world, founder, messages)).catchUp;

/** A newcomer with a browser, who stays. @param patience of this wait, in milliseconds */
export const newcomerOf = async (
  world: World,
  founder: Founder,
  messages: number,
  patience = CATCH_UP_MS,
): Promise<{ newcomer: Person; catchUp: CatchUp }> => {
  const newcomer = await personIn(world, 'newcomer');
  const { page } = newcomer;
  const confirmation = await openInvite(page, 'Bob', founder.invite);
  const watch = await startStopwatch(page, LOOK);
  const newest = watch.shown(founder.newest);
  const stored = storedCountReaches(page, messages);
  await confirmation.getByRole('button', { name: 'Join community' }).click();
  const done = Promise.all([newest, stored]);
  const [shown, storedAt] = await inTime(done, patience, `${messages} messages for a newcomer`);
  const clickedAt = await watch.clickedAt();
  const longestTaskMs = round(await watch.longestTask());
  await checkCaughtUp(page, messages);
  const catchUp = {
    newestOnScreenMs: round(shown.row - clickedAt),
    allStoredMs: round(storedAt - clickedAt),
    longestTaskMs,
  };
  return { newcomer, catchUp };
};

/** A newcomer without one: from its request to join until it has them all. */
export const catchUpHeadless = async (world: World, founder: Founder, messages: number): Promise<number> => {
  const peer = await headlessIn(world, 'carol');
  const startedAt = performance.now();
  await peer.request('join', { invite: founder.invite, as: 'Carol' });
  for (;;) {
    const { total } = await peer.request('history', { channel: 'general', limit: 1 });
    const ms = performance.now() - startedAt;
    if (total === messages) return round(ms);
    if (ms > CATCH_UP_MS) throw new Error(`the headless newcomer has ${total} of ${messages} messages`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

const POLL_MS = 20;

/** The count that was waited for is a number in the database: look at the messages themselves once. */
const checkCaughtUp = async (page: Page, messages: number): Promise<void> => {
  await expect(composer(page)).toBeVisible();
  await expect(networkLine(page)).toContainText('Connected to 1 of');
  const texts = await storedTexts(page);
  expect(new Set(texts).size, 'different messages stored').toBe(messages);
};

export const personIn = async (world: World, name: string): Promise<Person> => {
  const started = await startPerson(name, join(world.dir, name), { hubs: [world.hub.url] });
  world.started.push(started);
  return started;
};

export const headlessDir = ({ dir }: World, name: string): string => join(dir, `${name}-headless`);

export const headlessIn = async (world: World, name: string): Promise<Headless> => {
  const started = await startHeadless({ name, dir: headlessDir(world, name), hubs: [world.hub.url] });
  world.started.push(started);
  return started;
};
