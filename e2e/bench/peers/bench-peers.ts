/** Holdfast and others of its kind do the same work, in turns. docs/bench.md explains each number. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

import { ROOT } from '../../support/root.ts';
import { say } from '../progress.ts';
import { townMessages } from '../search/town.ts';
import { round } from '../summary.ts';
import { network } from './gauges.ts';
import { AT_ONCE, LIVE, NEWEST, type Results, runJobs } from './jobs.ts';
import { PEER_KINDS } from './peer-kinds.ts';
import type { PeersPlan } from './plan.ts';

export type Run = { messages: number; run: number; peer: string; results: Results };

export type PeersReport = Awaited<ReturnType<typeof benchPeers>>;

export const benchPeers = async (plan: PeersPlan) => {
  const kinds = PEER_KINDS.filter(({ name }) => plan.peers?.includes(name) ?? true);
  const runs: Run[] = [];
  for (const [at, messages] of plan.messages.entries()) {
    const texts = townTexts(messages);
    for (let run = 1; run <= (plan.runs[at] ?? 1); run += 1) {
      // each is first once
      const first = run % kinds.length;
      for (const kind of [...kinds.slice(first), ...kinds.slice(0, first)]) {
        say(`${messages} messages, run ${run}: ${kind.name}`);
        const results = await runJobs(kind, texts, plan.limitSeconds * 1000);
        say(JSON.stringify(results));
        runs.push({ messages, run, peer: kind.name, results });
      }
    }
  }
  return {
    messages: plan.messages,
    runsOfEach: plan.runs,
    limitSeconds: plan.limitSeconds,
    live: LIVE,
    newest: NEWEST,
    atOnce: AT_ONCE,
    textBytes: plan.messages.map((messages) => bytesOf(townTexts(messages))),
    commit: commit(),
    network: network(),
    memoryGiB: round(totalmem() / 2 ** 30),
    cpu: cpus()[0]?.model ?? 'unknown',
    system: `${process.platform} ${release()}`,
    versions: versions(),
    runs,
  };
};

const townTexts = (count: number): string[] => [...townMessages(count, count)].flat().map(({ text }) => text);

const bytesOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const commit = (): string => {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : ' with changes');
};

const versions = (): Record<string, string> => {
  const installed = (folder: string, names: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      names.map((name) => {
        const file = join(ROOT, folder, 'node_modules', name, 'package.json');
        return [name, (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version];
      }),
    );
  return {
    node: process.versions.node,
    ...installed('.', ['yjs', 'y-webrtc', 'node-datachannel']),
    ...installed('e2e/bench/peers', [
      '@orbitdb/core',
      'helia',
      'libp2p',
      'autobase',
      'corestore',
      'hypercore',
      '@automerge/automerge',
      '@automerge/automerge-repo',
    ]),
  };
};
