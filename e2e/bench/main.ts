/**
 * `npm run -s bench`: one JSON object on stdout, progress on stderr. Holdfast and a plain y-webrtc document do the same
 * jobs in the same run, so that their ratios mean something on any machine. docs/bench.md explains each number.
 * `npm run -s bench -- --only verify`, or `hub`, `search`, `scroll`, `stream`, `history`, `newcomer`, `community`, `replicas`, `peers`: that
 * part alone. The last seven are run in no other way, and take `--messages`.
 */
import { loadavg, availableParallelism } from 'node:os';

import { benchCatchUp } from './bench-catch-up.ts';
import { budgetsOf } from './budgets.ts';
import { holdfastLive } from './holdfast-bench.ts';
import { benchHistory } from './history/bench-history.ts';
import { benchNewcomer } from './history/bench-newcomer.ts';
import { benchCommunity } from './community/bench-community.ts';
import { benchHub } from './hub.ts';
import { TEXT_LENGTH } from './message-text.ts';
import { plainLive } from './plain-bench.ts';
import { benchPeers } from './peers/bench-peers.ts';
import { readPeersPlan } from './peers/plan.ts';
import { say } from './progress.ts';
import { ratio } from './summary.ts';
import { benchReplicas } from './replicas/bench-replicas.ts';
import { benchScroll } from './scroll/bench-scroll.ts';
import { benchStream } from './scroll/bench-stream.ts';
import { benchSearch } from './search/bench-search.ts';
import { benchVerify } from './verify.ts';
import { versions } from './versions.ts';

const LIVE = { warmUp: 20, messages: 200 };

const benchLive = async () => {
  say(`${LIVE.messages} messages from alice's browser to bob's`);
  const holdfast = await holdfastLive(LIVE);
  say(`the same with a plain y-webrtc document`);
  const plain = await plainLive(LIVE);
  const ratios = {
    p50: ratio(holdfast.peerRow.p50, plain.peerRow.p50),
    p95: ratio(holdfast.peerRow.p95, plain.peerRow.p95),
  };
  return { ...LIVE, unit: 'ms', holdfast, plain, ratios };
};

const startedAt = Date.now();
const [, only, , messages] = process.argv.slice(2);
const machine = {
  platform: process.platform,
  arch: process.arch,
  cpus: availableParallelism(),
  loadAverage: loadavg(),
};

const withBrowsers = async () => {
  const live = await benchLive();
  const catchUp = await benchCatchUp();
  return {
    versions: await versions(),
    textLength: TEXT_LENGTH,
    live,
    catchUp,
    budgets: budgetsOf(live.holdfast, catchUp),
  };
};

const wants = (part: string): boolean => only === undefined || only === part;
const verify = wants('verify') ? await benchVerify() : undefined;
const hub = wants('hub') ? await benchHub() : undefined;
const search = wants('search') ? await benchSearch() : undefined;
const scroll = only === 'scroll' ? await benchScroll(Number(messages ?? 1_000_000)) : undefined;
const stream = only === 'stream' ? await benchStream(Number(messages ?? 100_000)) : undefined;
const history = only === 'history' ? await benchHistory(Number(messages ?? 1_000_000)) : undefined;
const newcomer = only === 'newcomer' ? await benchNewcomer(Number(messages ?? 100_000)) : undefined;
const community = only === 'community' ? await benchCommunity(Number(messages ?? 100_000)) : undefined;
const replicas = only === 'replicas' ? await benchReplicas(Number(messages ?? 1_000_000)) : undefined;
const peers = only === 'peers' ? await benchPeers(readPeersPlan(process.argv.slice(4))) : undefined;
const report = {
  date: new Date(startedAt).toISOString(),
  machine,
  ...(only === undefined ? await withBrowsers() : {}),
  verify,
  hub,
  search,
  scroll,
  stream,
  history,
  newcomer,
  community,
  replicas,
  peers,
  tookSeconds: Math.round((Date.now() - startedAt) / 1000),
};
console.log(JSON.stringify(report, undefined, 2));
