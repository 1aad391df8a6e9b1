/** Requests that save a community as a file, and take such a file in. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { z } from 'zod';

import type { CommunityId } from '../../shared/base/ids.ts';
import type { FileApi, FileSource } from '../../shared/peer/file-api.ts';
import { heldByAll } from '../../shared/peer/held-records.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import { findCommunity, findMember } from './find.ts';

z.config({ jitless: true });

const path = z.string().min(1).max(4_096);

export const fileRequests = [
  z.object({
    do: z.literal('save-file'),
    community: z.string().max(64).optional(),
    path,
    for: z.array(z.string().max(256)).min(1).max(256).optional(),
  }),
  z.object({ do: z.literal('take-in-file'), path }),
] as const;

type FileRequest = z.output<(typeof fileRequests)[number]>;
type SaveRequest = Extract<FileRequest, { do: 'save-file' }>;
type Sources = { peer: FileApi; queries: Queries };
type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const isFileRequest = (request: { do: string }): request is FileRequest =>
  fileRequests.some((each) => each.shape.do.value === request.do);

export const answerFileRequest = async (sources: Sources, request: FileRequest): Promise<Answer> => {
  try {
    return await (request.do === 'save-file' ? save(sources, request) : takeIn(sources, request.path));
  } catch (error) {
    if (!isOfTheDisk(error)) throw error;
    return { ok: false, error: 'file-trouble', message: troubleWith(request.path, error.code) };
  }
};

const save = async ({ peer, queries }: Sources, request: SaveRequest): Promise<Answer> => {
  const community = (await findCommunity(queries, request.community))?.id;
  if (community === undefined)
    return {
      ok: false,
      error: 'no-such-community',
      message: 'Name one of `communities`: this peer is not in that one.',
    };
  const held = await heldBy(queries, community, request.for);
  if (held !== undefined && 'error' in held) return held;
  const file = await open(partOf(request.path), 'w');
  try {
    const saved = await peer.saveFile({ community, ...(held === undefined ? {} : { held }) }, (bytes) =>
      file.writeFile(bytes),
    );
    if (!saved.ok) return saved;
    await file.sync();
    await rename(partOf(request.path), request.path);
    return { ok: true, ...saved.value };
  } finally {
    await file.close();
    await rm(partOf(request.path), { force: true });
  }
};

/** Nobody takes half a file for a whole one. */
const partOf = (name: string): string => `${name}.part`;

const heldBy = async (queries: Queries, community: CommunityId, names: readonly string[] | undefined) => {
  if (names === undefined) return undefined;
  const members = await queries.members(community);
  const found = names.map((name) => findMember(name, [members]));
  const problem = found.find((each) => !each.ok);
  if (problem?.ok === false) return problem;
  return heldByAll(
    queries,
    community,
    found.flatMap((each) => (each.ok ? [each.value] : [])),
  );
};

const takeIn = async ({ peer }: Sources, name: string): Promise<Answer> => {
  const file = await open(name, 'r');
  try {
    const taken = await peer.takeInFile(await sourceOf(file));
    return taken.ok ? { ok: true, ...taken.value } : taken;
  } finally {
    await file.close();
  }
};

const sourceOf = async (file: FileHandle): Promise<FileSource> => ({
  size: (await file.stat()).size,
  slice: (from, to) => ({
    arrayBuffer: async () => {
      const bytes = new Uint8Array(to - from);
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + at);
        if (bytesRead === 0) break;
        at += bytesRead;
      }
      return bytes.buffer.slice(0, at);
    },
  }),
});

const TROUBLES: Partial<Record<string, string>> = {
  ENOENT: 'There is no such file or folder. Check the path.',
  EACCES: 'This program may not use it. Change its permissions, or choose another place.',
  EPERM: 'This program may not use it. Change its permissions, or choose another place.',
  EROFS: 'Nothing can be written there. Choose another place.',
  EISDIR: 'It is a folder. Name a file in it.',
  ENOSPC: 'There is no room left on that disk. Make room, or choose another place, and save again.',
};

const troubleWith = (path: string, code = ''): string =>
  `“${path}”: ${TROUBLES[code] ?? `The system says ${code}. Try another place.`}`;

const isOfTheDisk = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
