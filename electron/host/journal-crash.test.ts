/** P4: the power goes at every step of the journal's work on a disk that loses, tears and reorders what was not synced. */
import { expect, test } from 'vitest';

import { text } from '../../shared/testing/journal-contract.ts';
import { type FileJournal, openFileJournal } from './file-journal.ts';
import type { JournalFiles } from './journal/journal-files.ts';
import { createFakeDisk, type FakeDisk, LOSE_ALL } from './testing/fake-disk.ts';
import { TEST_KEY } from './testing/journal-worlds.ts';

type Change = { position: number; bytes: Uint8Array };
type Request = { append: Uint8Array[] } | { replace: Change[] } | { reopen: true };
/** What was asked, and how many steps the disk had made before and until it was answered. */
type Asked = { request: Request; from: number; until: number };

/** Segments of a few entries, so that the story crosses several. */
const SMALL = { segmentBytes: 600 };

const words = (...each: string[]): Request => ({ append: each.map(text) });
const instead = (...changes: [number, string][]): Request => ({
  replace: changes.map(([position, word]) => ({ position, bytes: text(word) })),
});

const STORY: Request[] = [
  words('alice 0'),
  words('alice 1', 'alice 2, with rather more words', ''),
  words('alice 4 '.repeat(30)),
  words('alice 5 '.repeat(20), 'alice 6'),
  words('alice 7'),
  instead([1, 'gone'], [6, 'gone too, in many more words than before'], [2, '']),
  words('alice 8 '.repeat(60), 'alice 9'),
  { reopen: true },
  words('alice 10'),
  instead([10, 'gone']),
  words('alice 11', 'alice 12 '.repeat(40)),
  words('alice 13'),
];

const readAll = async (journal: FileJournal): Promise<{ entries: string[]; lost: number[] }> => {
  const entries: string[] = [];
  const lost: number[] = [];
  for (let end = 1; entries.length < end;) {
    const found = await journal.read(entries.length);
    if (found.entries.length === 0) break;
    entries.push(...found.entries.map((entry) => Buffer.from(entry).toString()));
    lost.push(...found.lost);
    end = found.end;
  }
  return { entries, lost };
};

const live = async (disk: FakeDisk, files: JournalFiles): Promise<Asked[]> => {
  const asked: Asked[] = [];
  let journal = await openFileJournal(files, TEST_KEY, SMALL);
  for (const request of STORY) {
    const from = disk.steps();
    if ('append' in request) await journal.append(await journal.end(), request.append);
    else if ('replace' in request) await journal.replace(request.replace);
    else {
      await journal.close();
      journal = await openFileJournal(files, TEST_KEY, SMALL);
    }
    asked.push({ request, from, until: disk.steps() });
  }
  return asked;
};

const after = (entries: string[], request: Request): string[] => {
  if ('append' in request) return [...entries, ...request.append.map((entry) => Buffer.from(entry).toString())];
  if (!('replace' in request)) return entries;
  const changed = new Map(request.replace.map(({ position, bytes }) => [position, Buffer.from(bytes).toString()]));
  return entries.map((entry, i) => changed.get(i) ?? entry);
};

/** What was acknowledged before the crash, and what would be there if the request under way had been answered. */
const knownAt = (asked: readonly Asked[], step: number): { acknowledged: string[]; wished: string[] } => {
  const done = asked.filter(({ until }) => until <= step);
  const acknowledged = done.reduce<string[]>((entries, { request }) => after(entries, request), []);
  const next = asked[done.length];
  return { acknowledged, wished: next === undefined ? acknowledged : after(acknowledged, next.request) };
};

type Known = ReturnType<typeof knownAt>;

/** @returns what is wrong with what was found after the crash */
const faultsIn = (
  { entries, lost }: { entries: string[]; lost: number[] },
  { acknowledged, wished }: Known,
): string[] => {
  const faults = acknowledged.flatMap((entry, i) =>
    !lost.includes(i) && (entries[i] === entry || entries[i] === wished[i]) ? [] : [`lost: ${i}`],
  );
  for (let i = acknowledged.length; i < entries.length; i += 1) {
    const isWritten = i < wished.length && (entries[i] === wished[i] || lost.includes(i));
    if (!isWritten) faults.push(`never written: ${i}`);
  }
  return faults;
};

/** Opens what a crash left, reads it, goes on, and opens it once more. */
const faultsAfter = async (disk: FakeDisk, known: Known): Promise<string[]> => {
  const journal = await openFileJournal(disk.files, TEST_KEY, SMALL);
  const found = await readAll(journal);
  await journal.append(found.entries.length, [text('after the crash')]);
  await journal.close();
  const again = await openFileJournal(disk.files, TEST_KEY, SMALL);
  const later = await readAll(again);
  await again.close();
  const isSame = JSON.stringify(later.entries) === JSON.stringify([...found.entries, 'after the crash']);
  return [...faultsIn(found, known), ...(isSame ? [] : ['not the same at the next start'])];
};

type Outcome = { crashes: number; faults: string[] };

/** All of them take a minute or more: JOURNAL_ALL=1 runs them. Without it, each third. */
const EACH = process.env['JOURNAL_ALL'] === undefined ? 3 : 1;

/** @param fault a bug; then it ends with the first thing that is wrong */
const crashEverywhere = async (fault?: (files: JournalFiles) => JournalFiles): Promise<Outcome> => {
  const disk = createFakeDisk();
  const asked = await live(disk, fault?.(disk.files) ?? disk.files);
  const outcome: Outcome = { crashes: 0, faults: [] };
  for (let step = 0; step <= disk.steps(); step += 1) {
    for (const [i, loss] of disk.losses(step).entries()) {
      if (i > 4 && (step + i) % EACH !== 0) continue;
      const faults = await faultsAfter(disk.after(step, loss), knownAt(asked, step)).catch((error: unknown) => [
        `unreadable: ${String(error)}`,
      ]);
      outcome.crashes += 1;
      outcome.faults.push(...faults.map((each) => `after step ${step}, lost ${loss.name}: ${each}`));
      if (fault !== undefined && faults.length > 0) return outcome;
    }
  }
  return outcome;
};

test('[JR-2] [JR-4] [JR-9] P4 whatever the crash leaves, the journal opens, and has all that was acknowledged and nothing else', async () => {
  const { crashes, faults } = await crashEverywhere();
  expect(faults).toEqual([]);
  expect(crashes).toBeGreaterThan(1_000);
});

/** Runs on what a killed host left; whatever the next one says that it has, it keeps when the power goes then. */
const killEverywhere = async (fault: (files: JournalFiles) => JournalFiles = (files) => files): Promise<string[]> => {
  const disk = createFakeDisk();
  await live(disk, disk.files);
  const faults: string[] = [];
  for (let step = 0; step <= disk.steps(); step += 1) {
    const next = disk.killed(step);
    const journal = await openFileJournal(fault(next.files), TEST_KEY, SMALL);
    const { entries } = await readAll(journal);
    const found = await faultsAfter(next.after(next.steps(), LOSE_ALL), { acknowledged: entries, wished: entries });
    faults.push(...found.map((each) => `killed after step ${step}: ${each}`));
  }
  return faults;
};

test('[JR-2] P4 what a host finds after another was killed is on the disk before it tells anybody of it', async () => {
  expect(await killEverywhere()).toEqual([]);
});

test('[JR-4] P4 a crash in the middle of mending what a crash left loses nothing either', async () => {
  const disk = createFakeDisk();
  const asked = await live(disk, disk.files);
  let crashes = 0;
  for (let step = 0; step <= disk.steps(); step += EACH * 7) {
    for (const loss of disk.losses(step).filter((_, i) => i % (EACH * 2) === 0)) {
      const left = disk.after(step, loss);
      await (await openFileJournal(left.files, TEST_KEY, SMALL)).close();
      for (let again = 0; again <= left.steps(); again += 1) {
        for (const second of left.losses(again).filter((_, i) => i % 7 === 1)) {
          crashes += 1;
          expect([
            step,
            loss.name,
            again,
            second.name,
            await faultsAfter(left.after(again, second), knownAt(asked, step)),
          ]).toEqual([step, loss.name, again, second.name, []]);
        }
      }
    }
  }
  expect(crashes).toBeGreaterThan(100);
});

const withFiles =
  (change: (name: string) => Partial<Awaited<ReturnType<JournalFiles['open']>>>) =>
  (files: JournalFiles): JournalFiles => ({
    ...files,
    open: async (name, how) => ({ ...(await files.open(name, how)), ...change(name) }),
  });
const nothing = async (): Promise<void> => undefined;

test.each([
  ['says that it is on the disk before it is', withFiles(() => ({ datasync: nothing }))],
  ['says so of replacements alone', withFiles((name) => (name.endsWith('.next') ? { datasync: nothing } : {}))],
  [
    'forgets to sync the directory after a rename',
    (files: JournalFiles): JournalFiles => ({ ...files, syncDirectory: nothing }),
  ],
])('a journal that %s is found out', async (_, fault) => {
  const { faults } = await crashEverywhere(fault);
  expect(faults.some((fault) => fault.includes('lost: '))).toBe(true);
});

test('a journal that tells what it found without syncing it is found out', async () => {
  expect(await killEverywhere(withFiles(() => ({ datasync: nothing })))).not.toEqual([]);
});
