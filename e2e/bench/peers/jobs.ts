/** The jobs, one after another, for one writer and one other of a kind. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startHub } from '../../support/hub.ts';
import { messageText } from '../message-text.ts';
import { type Summary, summaryOf, round } from '../summary.ts';
import { type Disk, diskOf, loopbackBytes, type Memory, memoryOf } from './gauges.ts';
import { digestOf } from './digest-of.ts';
import { type PeerKind, type Replica } from './peer-kinds.ts';

/** Of a job that took too long: how far it got. */
export type Unfinished = { finished: false; has: number; of: number; afterMs: number };
type Finished<T> = { finished: true } & T;
type Timed = { ms: number; bytes?: number | undefined };

export type Results = {
  /** `grownBytes`: of the files, since there was nothing but an empty community. */
  write?: Finished<{ ms: number; disk: Disk & { grownBytes: number } }> | Unfinished;
  catchUp?: Finished<Timed & { memory: Memory | undefined; readAllMs: number }> | Unfinished;
  live?: Finished<Summary> | Unfinished;
  /** With what `live` said on top. */
  start?: Finished<{ ms: number; memory: Memory | undefined }> | Unfinished | 'keeps nothing';
  comeBack?: Finished<Timed> | Unfinished;
  /** What went wrong after the jobs that are here. */
  failed?: string;
};

export const LIVE = { warmUp: 20, messages: 200 };
export const NEWEST = 100;
/** What is asked for at once. */
export const AT_ONCE = 500;
const POLL_MS = 20;
/** Until memory and bytes are looked at. */
const SETTLE_MS = 1_000;

/** Everything it says; jobs that need what did not finish are left out. @param limitMs of each job */
export const runJobs = async (kind: PeerKind, texts: readonly string[], limitMs: number): Promise<Results> => {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-peers-'));
  const hub = await startHub();
  const started: Replica[] = [];
  const start = async (name: string, meets: boolean): Promise<Replica> => {
    await mkdir(join(dir, name), { recursive: true });
    const replica = await kind.start(join(dir, name), hub.url, meets);
    started.push(replica);
    return replica;
  };
  const results: Results = {};
  try {
    await allJobs({ kind, texts, limitMs, dir, start }, results);
    return results;
  } catch (error) {
    return { ...results, failed: String(error) };
  } finally {
    await Promise.all(started.map((each) => each.kill()));
    await hub.dispose();
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};

type World = {
  kind: PeerKind;
  texts: readonly string[];
  limitMs: number;
  dir: string;
  start: (name: string, meets: boolean) => Promise<Replica>;
};

const allJobs = async (world: World, results: Results): Promise<void> => {
  const { kind, texts, limitMs } = world;
  const writer = await world.start('writer', true);
  const address = await writer.create();
  results.write = await write(writer, texts, limitMs, join(world.dir, 'writer'));
  if (!results.write.finished) return;
  const newcomer = await world.start('newcomer', true);
  results.catchUp = await catchUp(newcomer, address, texts, limitMs);
  if (!results.catchUp.finished) return;
  results.live = await live(writer, newcomer, limitMs);
  if (!results.live.finished) return;
  const before = [...texts, ...liveTexts()];
  const newest = Array.from({ length: NEWEST }, (_, at) => messageText(1_000_000 + at));
  if (!kind.keeps) {
    results.start = 'keeps nothing';
    await newcomer.disconnect();
    await writer.write(newest);
    results.comeBack = await comeBack(newcomer, address, [...before, ...newest], limitMs);
    return;
  }
  await newcomer.quit();
  await writer.write(newest);
  const opened = await openStored(world, address, before);
  results.start = opened.result;
  if (!opened.result.finished) return;
  results.comeBack = await comeBack(opened.replica, address, [...before, ...newest], limitMs);
};

const write = async (writer: Replica, texts: readonly string[], limitMs: number, dir: string) => {
  await delay(SETTLE_MS);
  const before = await diskOf(dir);
  const startedAt = performance.now();
  for (let at = 0; at < texts.length; at += AT_ONCE) {
    const afterMs = round(performance.now() - startedAt);
    if (afterMs > limitMs) return { finished: false as const, has: at, of: texts.length, afterMs };
    await writer.write(texts.slice(at, at + AT_ONCE));
  }
  const ms = round(performance.now() - startedAt);
  await delay(SETTLE_MS);
  const disk = await diskOf(dir);
  return { finished: true as const, ms, disk: { ...disk, grownBytes: disk.bytes - before.bytes } };
};

const catchUp = async (newcomer: Replica, address: string, texts: readonly string[], limitMs: number) => {
  const bytes = measureBytes();
  const startedAt = performance.now();
  let joining: unknown;
  newcomer.join(address).catch((error: unknown) => (joining = error));
  const count = async (): Promise<number> => {
    if (joining !== undefined) throw joining;
    return newcomer.count().catch(() => 0); // nothing to be counted in before it is let in
  };
  const waited = await reach(count, texts.length, startedAt, limitMs);
  if (!waited.finished) return waited;
  await delay(SETTLE_MS);
  const moved = bytes();
  const memory = memoryOf(newcomer.pid);
  const readingAt = performance.now();
  await checkAll(newcomer, texts);
  return { ...waited, bytes: moved, memory, readAllMs: round(performance.now() - readingAt) };
};

const liveTexts = (): string[] => Array.from({ length: LIVE.warmUp + LIVE.messages }, (_, at) => messageText(at));

const live = async (writer: Replica, reader: Replica, limitMs: number) => {
  const times: number[] = [];
  const startedAt = performance.now();
  for (const text of liveTexts()) {
    const heard = reader.hear(text);
    const sentAt = performance.now();
    const written = writer.write([text]);
    const arrived = await Promise.race([heard, delay(limitMs, 'late' as const, { ref: false })]);
    const now = performance.now();
    if (arrived === 'late') {
      return { finished: false as const, has: times.length, of: LIVE.messages, afterMs: round(now - startedAt) };
    }
    times.push(now - sentAt);
    await written;
  }
  return { finished: true as const, ...summaryOf(times.slice(LIVE.warmUp)) };
};

const openStored = async ({ start, limitMs }: World, address: string, before: readonly string[]) => {
  const startedAt = performance.now();
  const replica = await start('newcomer', false);
  await replica.open(address);
  const waited = await reach(() => newestOf(replica, before), NEWEST, startedAt, limitMs);
  if (!waited.finished) return { replica, result: waited };
  await delay(SETTLE_MS);
  return { replica, result: { ...waited, memory: memoryOf(replica.pid) } };
};

const comeBack = async (replica: Replica, address: string, texts: readonly string[], limitMs: number) => {
  const bytes = measureBytes();
  const startedAt = performance.now();
  await replica.connect(address);
  const waited = await reach(() => newestOf(replica, texts), NEWEST, startedAt, limitMs);
  if (!waited.finished) return waited;
  await delay(SETTLE_MS);
  const moved = bytes();
  await checkAll(replica, texts);
  return { ...waited, bytes: moved };
};

/** How many of the newest are there, if they are the newest it has. */
const newestOf = async (replica: Replica, texts: readonly string[]): Promise<number> => {
  const there = new Set(await replica.last(NEWEST));
  return texts.slice(-NEWEST).filter((text) => there.has(text)).length;
};

const checkAll = async (replica: Replica, texts: readonly string[]): Promise<void> => {
  const wanted = digestOf(texts);
  const there = await replica.all();
  if (there.count !== wanted.count || there.digest !== wanted.digest) {
    throw new Error(`it has ${there.count} messages, which are not the ${wanted.count} that were written`);
  }
};

/** Asks every 20 ms. */
const reach = async (look: () => Promise<number>, of: number, startedAt: number, limitMs: number) => {
  let has = 0;
  for (;;) {
    const asked = await Promise.race([look(), delay(limitMs, 'late' as const, { ref: false })]);
    const ms = round(performance.now() - startedAt);
    if (asked !== 'late') has = asked;
    if (has === of) return { finished: true as const, ms };
    if (ms > limitMs) return { finished: false as const, has, of, afterMs: ms };
    await delay(POLL_MS);
  }
};

const measureBytes = (): (() => number | undefined) => {
  const before = loopbackBytes();
  return () => {
    const after = loopbackBytes();
    return before === undefined || after === undefined ? undefined : after - before;
  };
};
