/** Two members with the same years of history, or all but the last hundred messages of it, meet: what moves, and how long. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../../support/free-port.ts';
import { type Program, startNode } from '../../support/processes.ts';
import { ROOT } from '../../support/root.ts';
import { writeHistories } from '../history/write-history.ts';
import { say } from '../progress.ts';
import { round } from '../summary.ts';
import type { ReplicaLine, Sent } from './replica-line.ts';

const MISSING = 100;
/** Built by scripts/bench.mjs. */
const REPLICA = join(ROOT, 'dist', 'bench', 'replica.mjs');
const PATIENCE_MS = 3_600_000;
/** Longer than anything waits that has to do with the meeting; the two are asked then how far they are. */
const REST_MS = 12_000;
const LOOKS = 10;
/** What links say at any time, whoever has what. */
const APART = new Set(['ping', 'pong', 'degree', 'addresses', 'signal']);

export const benchReplicas = async (messages: number) => {
  const dir = await mkdtemp(join(tmpdir(), 'holdfast-replicas-'));
  const profile = (name: string): string => join(dir, name);
  try {
    await writeHistories([
      { dir: profile('alice'), messages },
      { dir: profile('bob'), messages },
      { dir: profile('alice behind'), messages: messages - MISSING, as: 0 },
      { dir: profile('bob behind'), messages: messages - MISSING, as: 1 },
    ]);
    const meetAs = async (alice: string, bob: string) => {
      for (const [name, from] of [
        ['a', alice],
        ['b', bob],
      ] as const)
        await cp(profile(from), join(dir, 'run', name), { recursive: true });
      const met = await meet(join(dir, 'run', 'a'), join(dir, 'run', 'b'), messages);
      await rm(join(dir, 'run'), { recursive: true, force: true, maxRetries: 5 });
      return met;
    };
    say('both have all');
    const equal = await meetAs('alice', 'bob');
    say('bob lacks the newest hundred');
    const bobBehind = await meetAs('alice', 'bob behind');
    say('alice lacks the newest hundred');
    const aliceBehind = await meetAs('alice behind', 'bob');
    return { messages, missing: MISSING, unit: 'ms', equal, bobBehind, aliceBehind };
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};

const meet = async (first: string, second: string, records: number) => {
  const port = await freePort();
  const alice = startNode('alice', REPLICA, ['--profile', first, '--listen', String(port)]);
  try {
    await lineOf(alice, 'ready');
    const bob = startNode('bob', REPLICA, ['--profile', second, '--hub', `ws://127.0.0.1:${port}`]);
    try {
      const opened = await Promise.all([lineOf(alice, 'opened'), lineOf(bob, 'opened')]);
      const start = Math.min(...opened.map(({ at }) => at));
      for (let number = 1; number <= LOOKS; number += 1) {
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
        const [a, b] = await Promise.all([reportOf(alice, number), reportOf(bob, number)]);
        if (a.records === records && b.records === records) return summaryOf(start, a.sent, b.sent);
      }
      throw new Error(`not everything was there after ${LOOKS * REST_MS} ms`);
    } finally {
      await bob.sigkill();
    }
  } finally {
    await alice.sigkill();
  }
};

const reportOf = async (program: Program, number: number): Promise<Extract<ReplicaLine, { event: 'sent' }>> => {
  program.writeLine(String(number));
  return JSON.parse(await program.waitForLine(new RegExp(`"event":"sent","number":${number},`), PATIENCE_MS)) as never;
};

const lineOf = async <E extends ReplicaLine['event']>(
  program: Program,
  event: E,
): Promise<Extract<ReplicaLine, { event: E }>> =>
  JSON.parse(await program.waitForLine(new RegExp(`"event":"${event}"`), PATIENCE_MS)) as never;

/** The last that is said is a receipt: everything that is missed has been on the disk by then. */
const summaryOf = (start: number, alice: readonly Sent[], bob: readonly Sent[]) => {
  const all = [...alice, ...bob];
  const counted = all.filter(({ kind }) => !APART.has(kind));
  return {
    doneMs: round(Math.max(...counted.map(({ at }) => at)) - start),
    bytes: bytesOf(counted),
    bytesApart: bytesOf(all) - bytesOf(counted),
    alice: byKind(alice, start),
    bob: byKind(bob, start),
  };
};

const bytesOf = (sent: readonly Sent[]): number => sent.reduce((sum, { bytes }) => sum + bytes, 0);

/** How many of each kind, and when the first and the last were said. */
const byKind = (sent: readonly Sent[], start: number): Record<string, string> =>
  Object.fromEntries(
    [...new Set(sent.map(({ kind }) => kind))].map((kind) => {
      const those = sent.filter((one) => one.kind === kind);
      const times = [those[0], those.at(-1)].map((one) => Math.round((one?.at ?? Number.NaN) - start));
      return [kind, `${those.length} in ${bytesOf(those)} B, ${times.join(' to ')} ms`];
    }),
  );
