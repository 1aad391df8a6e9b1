/**
 * What an app has to add to a Yjs document for the least that Holdfast does with a message: it is on the disk (fsync) before it counts,
 * its author signed it, and whoever reads it has checked that. As little as that takes: one file of updates, one after another.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { applyUpdate, type Doc } from 'yjs';

export type Signed = { author: string; text: string; at: number; signature?: Uint8Array };

export type KeptDocument = {
  /** Reads what is stored into the document. */
  load: () => Promise<void>;
  sign: (message: Signed) => Signed;
  isGenuine: (message: Signed) => boolean;
  /** Resolves when all updates so far are on the disk. */
  kept: () => Promise<void>;
};

/** Where authors' public keys are, by name, as PEM. */
const KEYS = 'keys';

export const keepDocument = async (doc: Doc, dir: string): Promise<KeptDocument> => {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'updates');
  const file = await open(path, 'a');
  const disk = createDisk(file);
  const keys = doc.getMap<string>(KEYS);
  const known = new Map<string, KeyObject>();
  let own: KeyObject | undefined;
  let isLoading = false;
  doc.on('update', (update: Uint8Array) => {
    if (!isLoading) disk.add(update);
  });
  const keyOf = (author: string): KeyObject | undefined => {
    const pem = keys.get(author);
    if (pem !== undefined && !known.has(author)) known.set(author, createPublicKey(pem));
    return known.get(author);
  };
  const ownKey = (author: string): KeyObject => {
    if (own !== undefined) return own;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    keys.set(author, publicKey.export({ type: 'spki', format: 'pem' }).toString());
    own = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return own;
  };
  return {
    load: async () => {
      const bytes = await readFile(path);
      isLoading = true;
      doc.transact(() => {
        for (let at = 0; at < bytes.length;) {
          const length = bytes.readUInt32LE(at);
          applyUpdate(doc, bytes.subarray(at + 4, at + 4 + length));
          at += 4 + length;
        }
      });
      isLoading = false;
    },
    sign: (message) => ({
      ...message,
      signature: new Uint8Array(sign(null, whatIsSigned(message), ownKey(message.author))),
    }),
    isGenuine: (message) => {
      const key = keyOf(message.author);
      return key !== undefined && verify(null, whatIsSigned(message), key, message.signature ?? new Uint8Array());
    },
    kept: disk.kept,
  };
};

const whatIsSigned = ({ author, text, at }: Signed): Buffer => Buffer.from(JSON.stringify([author, text, at]));

/** Appends what has gathered, then fsyncs once for all of it. */
const createDisk = (file: FileHandle) => {
  let gathered: Uint8Array[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const due = gathered;
    gathered = [];
    if (due.length === 0) return;
    await file.appendFile(Buffer.concat(due));
    await file.datasync();
  };
  return {
    add: (update: Uint8Array): void => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(update.length);
      gathered.push(length, update);
    },
    kept: (): Promise<void> => {
      writing = writing.then(flush);
      return writing;
    },
  };
};
