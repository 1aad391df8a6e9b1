/** A profile's journal and the key that it is encrypted with, which is kept with the profile's secrets. */
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { type FileJournal, openFileJournal } from './file-journal.ts';
import { openFileStore, type Protection } from './file-store.ts';
import type { JournalFiles } from './journal/journal-files.ts';
import { keyIdIn } from './journal/load-segment.ts';
import { lookOnly } from './journal/look-only.ts';
import { openNodeFiles } from './journal/node-files.ts';
import { type JournalKey, journalKey } from './journal/segment-head.ts';
import { segmentNumber } from './journal/segment-state.ts';

/** The host API cannot ask for it: its names have no dot. */
const KEY_NAME = 'journal.key';
const KEY_BYTES = 32;

/** @throws with a message for people, where the key is not the one it was made with; then nothing was changed */
export const openProfileJournal = async (dir: string, protection?: Protection): Promise<FileJournal> => {
  const files = await openNodeFiles(await journalIn(dir));
  return openFileJournal(files, await keyFor(dir, files, protection));
};

/**
 * To look at, while no host has it: nothing is changed. Without its key, which Electron keeps in the system's key store, only
 * the sums of its entries can be looked at.
 */
export const lookAtProfileJournal = async (dir: string): Promise<{ journal: FileJournal; hasKey: boolean }> => {
  const files = lookOnly(await openNodeFiles(await journalIn(dir)));
  const held = await openFileStore(join(dir, 'secrets')).get(KEY_NAME);
  const hasKey = held?.length === KEY_BYTES;
  const key = hasKey ? journalKey(held) : { secret: new Uint8Array(KEY_BYTES), id: await keyIdIn(files) };
  return { journal: await openFileJournal(files, key), hasKey };
};

/** A new key only where nothing is encrypted with another one. It is on the disk before anything is encrypted with it. */
const keyFor = async (dir: string, files: JournalFiles, protection: Protection | undefined): Promise<JournalKey> => {
  const secrets = openFileStore(join(dir, 'secrets'), protection);
  const held = await secrets.get(KEY_NAME).catch((error: unknown) => {
    throw new Error(UNREADABLE_KEY, { cause: error });
  });
  if (held?.length === KEY_BYTES) return journalKey(held);
  if (held !== undefined) throw new Error(UNREADABLE_KEY);
  const hasSegments = (await files.list()).some((name) => segmentNumber(name) !== undefined);
  if (hasSegments) throw new Error(NO_KEY);
  const made = new Uint8Array(randomBytes(KEY_BYTES));
  await secrets.set(KEY_NAME, made);
  return journalKey(made);
};

/** @throws with a message for people, where it is no folder: that is how it once was */
const journalIn = async (dir: string): Promise<string> => {
  const path = join(dir, 'journal');
  if (await isFile(path)) throw new Error(OLDER);
  return path;
};

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

const NO_KEY =
  'The key of the messages stored in this profile is missing: “secrets/journal.key” is not there. They cannot be read without it, and nothing was changed. Put the file back from a backup of this profile, or start with another --profile.';
const UNREADABLE_KEY =
  'The key of the messages stored in this profile, “secrets/journal.key”, cannot be read. Perhaps this system’s key store was reset, or the profile comes from another machine or user. Nothing was changed: the messages are still there, and can be read again with the key as it was.';
const OLDER =
  'This profile was made by a version of Holdfast before the first release, and cannot be read any more. Start with another --profile.';
