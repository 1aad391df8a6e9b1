/**
 * `test` with a hub, people and headless peers. Everything they start ends with the test; when it fails, their logs and
 * screenshots are attached.
 *
 *   test('alice writes to bob', async ({ people }) => {
 *     const alice = await people('alice');
 *     const bob = await people('bob', { colorScheme: 'dark', hubs: [] });
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test as base, type TestInfo } from '@playwright/test';

import { type Headless, type HeadlessOptions, startHeadless } from './headless.ts';
import { type HubProgram, startHub } from './hub.ts';
import { type Person, type PersonOptions, startPerson } from './person.ts';

export type PeopleFactory = (name: string, options?: PersonOptions) => Promise<Person>;
export type PeersFactory = (name: string, options?: Omit<HeadlessOptions, 'name' | 'dir'>) => Promise<Headless>;

type Fixtures = {
  /** A folder for this test, removed at its end. */
  testDir: string;
  /** A meeting point of its own for every test. */
  hub: HubProgram;
  /** Starts a person; on the test's hub unless `hubs` says otherwise. */
  people: PeopleFactory;
  /** Starts a headless peer; the same name again is the same peer again. On the test's hub unless `hubs` says otherwise. */
  peers: PeersFactory;
};

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  testDir: async ({}, provide) => {
    const dir = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
    await provide(dir);
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  },
  hub: async ({ testDir: _ }, provide, testInfo) => {
    const hub = await startHub();
    await provide(hub);
    await hub.dispose();
    if (hasFailed(testInfo)) await attachFile(testInfo, 'hub.log', hub.log());
  },
  people: async ({ testDir, hub }, provide, testInfo) => {
    const started: Person[] = [];
    await provide(async (name, options = {}) => {
      const person = await startPerson(name, join(testDir, name), { hubs: [hub.url], ...options });
      started.push(person);
      return person;
    });
    const problems = started
      .filter((person) => !person.mayHaveProblems)
      .flatMap((person) => person.watch.problems().map((problem) => `${person.name}: ${problem}`));
    if (hasFailed(testInfo) || problems.length > 0) for (const person of started) await attachPerson(testInfo, person);
    await Promise.all(started.map((person) => person.dispose()));
    expect(problems, 'the pages had problems (mayHaveProblems lets a person have them)').toEqual([]);
  },
  peers: async ({ testDir, hub }, provide, testInfo) => {
    const started: Headless[] = [];
    await provide(async (name, options = {}) => {
      const peer = await startHeadless({ hubs: [hub.url], ...options, name, dir: join(testDir, `${name}-headless`) });
      started.push(peer);
      return peer;
    });
    const statuses = hasFailed(testInfo) ? await Promise.all(started.map(statusOf)) : [];
    await Promise.all(started.map((peer) => peer.dispose()));
    if (hasFailed(testInfo)) {
      for (const [at, peer] of started.entries()) {
        await attachFile(testInfo, `${at + 1}-${peer.name}.log`, peer.log());
        await attachFile(testInfo, `${at + 1}-${peer.name}-status.json`, statuses[at] ?? '');
      }
    }
    const stray = started.flatMap((peer) => peer.strayLines.map((line) => `${peer.name}: ${line}`));
    expect(stray, 'stdout of a headless peer carries nothing but answers and events').toEqual([]);
  },
});

export { expect };

const hasFailed = (testInfo: TestInfo): boolean => testInfo.status !== testInfo.expectedStatus;

/** What a peer says of its links and carriers, to tell whether somebody could have met it. */
const statusOf = (peer: Headless): Promise<string> =>
  peer.request('status').then(
    (status) => JSON.stringify(status, null, 2),
    (error: unknown) => String(error),
  );

/** Into the test's folder of test-results, so that it can be read without a report. */
const attachFile = async (testInfo: TestInfo, name: string, body: string | Uint8Array): Promise<void> => {
  const path = testInfo.outputPath(name);
  await writeFile(path, body);
  // `testInfo.attach` would make a second copy
  testInfo.attachments.push({ name, path, contentType: name.endsWith('.png') ? 'image/png' : 'text/plain' });
};

const attachPerson = async (testInfo: TestInfo, person: Person): Promise<void> => {
  await attachFile(testInfo, `${person.name}-host.log`, person.host.log());
  await attachFile(testInfo, `${person.name}-console.log`, person.watch.log());
  const picture = await person.page.screenshot({ timeout: 5_000 }).catch(() => undefined); // closed or hanging
  if (picture !== undefined) await attachFile(testInfo, `${person.name}.png`, picture);
};
