/**
 * The one way to the disk: entries go to the journal, and only when they are durable, in the same order, is their effect
 * applied. What was applied is saved to the record store when enough has gathered or things are quiet.
 */
import type { Clock } from '../ports/clock.ts';
import type { Journal } from '../ports/journal.ts';
import type { PageWithBytes, RecordStore } from '../ports/record-store.ts';

export type CommitLog = {
  /**
   * Makes entries durable, then applies their effect. Effects of all commits run one after another.
   * @param applied what to do once the entries are on the disk. Its answer, entries that are no lane frames, is saved to
   *   the record store later, together with the pages that changed
   */
  commit: (entries: readonly Uint8Array[], applied: () => Promise<Entries> | Entries) => Promise<void>;
  /** Takes over what was read from the journal at start, to be saved with the next save. */
  adopt: (entries: Entries, position: number) => void;
  /** Pages changed without a commit: they are saved soon. */
  changed: () => void;
  /** What was taken over is saved soon, if there is any: whoever waits for the start does not wait for that. */
  saveSoon: () => void;
  /** Resolves when everything committed so far has been applied and saved. */
  settle: () => Promise<void>;
  dispose: () => Promise<void>;
};

type Entries = readonly Uint8Array[];

const SAVE_AFTER_MS = 1_000;
const DISPOSE_MS = 2_000;
const SAVE_AFTER_COMMITS = 1_024;

type Ports = {
  journal: Journal;
  store: RecordStore;
  clock: Clock;
  /** Resolves when everything that was applied is shown. @throws if something could not be */
  shown: () => Promise<void>;
  /** The pages that the record store lacks; asked once for each save. */
  takeUnsavedPages: () => PageWithBytes[];
  /** They are there. */
  pagesSaved: () => void;
  /** While false nothing is saved to the record store: the next start has to find in the journal what is left to do. */
  maySave: () => boolean;
  report: (event: string, error: unknown) => void;
};

export const createCommitLog = (ports: Ports): CommitLog => {
  let chain: Promise<void> = Promise.resolve();
  let unsaved = 0;
  let hasFailed = false;
  let entries: Uint8Array[] = [];
  let position = 0;
  let cancelSave = (): void => undefined;

  const save = async (): Promise<void> => {
    cancelSave();
    if (unsaved === 0 || hasFailed || !ports.maySave()) return;
    const due = { entries, journalPosition: position };
    unsaved = 0;
    entries = [];
    await saveAll(ports, due).catch((error: unknown) => {
      // A later save would cover what this one lacks. So nothing more is saved; the next start reads it from the journal.
      hasFailed = true;
      ports.report('record-store-save-failed', error);
    });
  };

  const saveLater = (): void => {
    cancelSave();
    cancelSave = ports.clock.after(SAVE_AFTER_MS, () => void enqueue(save));
  };

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = chain.then(work);
    chain = done.catch((error: unknown) => ports.report('commit-failed', error));
    return done;
  };

  return {
    commit: (content, applied) => {
      const durable = ports.journal.append(content);
      // awaited below, in its turn; until then a failure must not count as unhandled
      durable.catch(() => undefined);
      return enqueue(async () => {
        position = await durable;
        entries.push(...(await applied()));
        unsaved += 1;
        if (unsaved >= SAVE_AFTER_COMMITS) await save();
        if (unsaved > 0) saveLater();
      });
    },
    changed: () => {
      unsaved += 1;
      saveLater();
    },
    adopt: (read, end) => {
      entries.push(...read);
      unsaved += 1;
      position = end;
    },
    saveSoon: () => (unsaved > 0 ? saveLater() : undefined),
    settle: () => enqueue(save),
    dispose: async () => {
      const patience = new Promise<void>((resolve) => {
        cancelSave();
        cancelSave = ports.clock.after(DISPOSE_MS, resolve);
      });
      // with the host gone the last commits wait for ever; they are not acknowledged to anybody
      await Promise.race([enqueue(save), patience]);
      cancelSave();
    },
  };
};

const saveAll = async (
  { shown, store, takeUnsavedPages, pagesSaved }: Ports,
  due: { entries: Entries; journalPosition: number },
): Promise<void> => {
  // what is saved is not read from the journal again
  await shown();
  await store.save({ ...due, pages: takeUnsavedPages() });
  pagesSaved();
};
