// The text of docs/performance.md. Every number in it comes from the JSON of the bench.
import { cellOf, count, MEASURES, shown } from './performance-measures.mjs';
import { CLAIMS, WHY_AHEAD } from './performance-words.mjs';

/** @typedef {import('../e2e/bench/peers/bench-peers.ts').PeersReport} Peers */
/** @typedef {import('./performance-measures.mjs').Measure} Measure */
/** @typedef {import('./performance-measures.mjs').Cell} Cell */
/** @typedef {{ date: string; machine: { cpus: number; arch: string; loadAverage: number[] }; peers: Peers; tookSeconds: number }} Report */
/** @typedef {{ measure: Measure; messages: number; cells: Map<string, Cell> }} Line */
/** @typedef {{ line: Line; ours: number; peer: string; theirs: number }} Contest */

const US = 'Holdfast';
/** Within a quarter: beside each other. */
const BESIDE = 1.25;

/** @param {Report} report */
export const performanceDocument = (report) => {
  const { peers } = report;
  const names = [...new Set(peers.runs.map(({ peer }) => peer))].sort((a, b) => Number(b === US) - Number(a === US));
  const lines = MEASURES.flatMap((measure) =>
    peers.messages.map((messages) => ({ measure, messages, cells: cellsOf(measure, messages, names, peers) })),
  );
  return [
    '# Beside others of its kind',
    '',
    ...introduction(report),
    '## In short',
    '',
    ...inShort(lines, names),
    '## Where another is ahead',
    '',
    ...whereOthersWin(lines),
    '## What each does for it',
    '',
    ...CLAIMS,
    '',
    '## Everything',
    '',
    `Medians of the runs that got there; behind each number what it is to ${US}'s (2 is twice as much). Less is better everywhere.`,
    '',
    ...MEASURES.flatMap((measure) =>
      table(
        measure,
        lines.filter((line) => line.measure === measure),
        names,
      ),
    ),
    '## What to make of it',
    '',
    ...caveats(peers),
  ].join('\n');
};

/**
 * @param {Measure} measure
 * @param {number} messages
 * @param {readonly string[]} names
 * @param {Peers} peers
 */
const cellsOf = (measure, messages, names, { runs }) =>
  new Map(
    names.map((name) => {
      const own = runs.filter((run) => run.peer === name && run.messages === messages);
      return [name, cellOf(measure, own)];
    }),
  );

/** @param {Report} report */
const introduction = ({ date, machine, peers, tookSeconds }) => [
  'Written by a script from one run of the bench; nobody edits it. To do it again:',
  '',
  '```sh',
  `npm run -s bench -- --only peers --messages ${peers.messages.join(',')} --runs ${peers.runsOfEach.join(',')} --limit ${peers.limitSeconds} > peers.json`,
  'node scripts/performance.mjs peers.json',
  '```',
  '',
  `${date.slice(0, 10)}, commit ${peers.commit}; ${peers.system} on ${machine.arch}, ${machine.cpus} cores (${peers.cpu}), ` +
    `${peers.memoryGiB} GiB of memory; load average at the start ${machine.loadAverage.map((each) => each.toFixed(1)).join(', ')}; ` +
    `${Math.round(tookSeconds / 60)} minutes. ${network(peers)}`,
  '',
  `Versions: ${Object.entries(peers.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`,
  '',
  'All are programs of their own in Node, two of each and both on this machine: a writer and one other. They get the ' +
    'same texts over the same kind of pipe, and take turns within one run. The texts are those of a town that talks ' +
    `(e2e/bench/search), ${peers.messages.map((messages, at) => `${Math.round((peers.textBytes[at] ?? 0) / messages)} bytes a message for ${count(messages)}`).join(', ')}; ` +
    `each job may take ${peers.limitSeconds} s. What is measured, and how, is in [bench.md](bench.md#peers).`,
  '',
];

const network = (/** @type {Peers} */ { network: { ofItsOwn, ipv6 } }) =>
  (ofItsOwn
    ? 'In a network namespace of its own, so that the bytes are those of the two alone (headers and the meeting point included). '
    : 'In the network of the machine, so that bytes could not be counted. ') +
  `IPv6 was ${ipv6 ? 'on' : 'off'}. Some connections of y-webrtc over libdatachannel take a second longer than others: whoever begins ` +
  'DTLS may do so before the other side listens, and says it again a second later ([0057](decisions/0057-whoever-offers-begins-dtls.md)).';

/** @param {Line} line @returns {Contest[]} Holdfast and each other that has a number too, the best first */
const contests = (line) => {
  const ours = line.cells.get(US);
  if (ours?.value === undefined) return [];
  return [...line.cells]
    .flatMap(([peer, { value }]) =>
      peer === US || value === undefined ? [] : [{ line, ours: ours.value, peer, theirs: value }],
    )
    .sort((a, b) => a.theirs - b.theirs);
};

/** @param {Contest} contest */
const verdict = ({ ours, theirs }) => (ours > theirs * BESIDE ? 'behind' : theirs > ours * BESIDE ? 'ahead' : 'beside');

/**
 * @param {readonly Line[]} lines
 * @param {readonly string[]} names
 */
const inShort = (lines, names) => {
  const others = names.filter((name) => name !== US);
  const rows = lines.map((line) => {
    const ours = line.cells.get(US);
    const against = new Map(contests(line).map((contest) => [contest.peer, verdict(contest)]));
    const cells = others.map((name) => against.get(name) ?? unequal(ours, line.cells.get(name)));
    return `| ${line.measure.title} | ${count(line.messages)} | ${cells.join(' | ')} |`;
  });
  return [
    `How ${US} stands to each: **ahead** if the other needs more than 1.25 times as much, *behind* if ${US} does, else beside.`,
    '“Only we” means that the other did not get there at all; why is in the tables below.',
    '',
    `| | messages | to ${others.join(' | to ')} |`,
    `| --- | --- | ${others.map(() => '---').join(' | ')} |`,
    ...rows.map((row) => row.replaceAll('| ahead ', '| **ahead** ').replaceAll('| behind ', '| *behind* ')),
    '',
  ];
};

/**
 * @param {Cell | undefined} ours
 * @param {Cell | undefined} theirs
 */
const unequal = (ours, theirs) => {
  if (ours?.value !== undefined) return theirs?.value === undefined && theirs?.why === 'not measured' ? '–' : 'only we';
  return theirs?.value === undefined ? '–' : '*only they*';
};

/** @param {readonly Line[]} lines */
const whereOthersWin = (lines) => {
  const lost = lines.flatMap(contests).filter((contest) => verdict(contest) === 'behind');
  if (lost.length === 0) return ['Nowhere in this run.', ''];
  const winners = [...new Set(lost.map(({ peer }) => peer))];
  return winners.flatMap((winner) => [
    `**${winner}**`,
    '',
    ...lost
      .filter(({ peer }) => peer === winner)
      .map(
        ({ line: { measure, messages }, ours, theirs }) =>
          `- ${measure.title}, ${count(messages)}: ${shown(measure, theirs)} ${measure.unit}, ` +
          `${US} ${shown(measure, ours)} (${(ours / theirs).toFixed(1)} times as much)`,
      ),
    '',
    WHY_AHEAD[winner] ?? '',
    '',
  ]);
};

/**
 * @param {Measure} measure
 * @param {readonly Line[]} lines
 * @param {readonly string[]} names
 */
const table = (measure, lines, names) => [
  `**${measure.title}** (${measure.unit})`,
  '',
  `| | ${lines.map(({ messages }) => `${count(messages)} messages`).join(' | ')} |`,
  `| --- | ${lines.map(() => '---').join(' | ')} |`,
  ...names.map((name) => `| ${name} | ${lines.map(({ cells }) => inTable(measure, name, cells)).join(' | ')} |`),
  '',
];

/**
 * @param {Measure} measure
 * @param {string} name
 * @param {Map<string, Cell>} cells
 */
const inTable = (measure, name, cells) => {
  const cell = cells.get(name);
  if (cell?.value === undefined) return cell?.why ?? '–';
  const ours = cells.get(US)?.value;
  const ratio = name === US || ours === undefined ? '' : ` (${(cell.value / ours).toPrecision(2)})`;
  const some = cell.reached < cell.runs ? `, ${cell.reached} of ${cell.runs} runs` : '';
  return shown(measure, cell.value) + ratio + some;
};

/** @param {Peers} peers */
const caveats = ({ atOnce, newest, live, messages, runsOfEach }) => [
  `- Runs of each: ${messages.map((each, at) => `${runsOfEach[at] ?? 1} with ${count(each)}`).join(', ')}. That is few.`,
  `- The writer is told ${atOnce} texts at once. Holdfast makes a record of each and they share their fsyncs; Autobase ` +
    'appends them together, a block each; automerge-repo makes a change of each, then flushes; OrbitDB adds one after the ' +
    'other, as it has no other way; y-webrtc puts them into one transaction.',
  `- One writer, in one channel. ${live.messages} messages one by one for the times of sending; ${newest} for coming back.`,
  '- Two processes of one machine, over loopback: no distance, no loss, no NAT. Holdfast and y-webrtc meet at a hub and ' +
    'connect by WebRTC, as they would through NATs; the others are told a TCP address and dial it. Their own ways of ' +
    'finding each other (a DHT, relays) are left out.',
  '- Holdfast is its headless peer as it is shipped. It keeps what it shows in memory only, reads its journal and checks ' +
    'all of it at each start, and prints a line for each message that comes in. The app in a browser opens its database ' +
    'instead ([bench.md](bench.md), `history`).',
  '- OrbitDB 4 asks for Node 22. On Node 20 it ran with `Promise.withResolvers` defined for it and an older undici ' +
    '(e2e/bench/peers/package.json).',
  '- Holdfast’s files hold 1 MiB that it gives up when the disk is full. Length of the files is what they hold; what the disk gave for them can be more, as RocksDB (Autobase) asks for its ' +
    'log beforehand. Both are in the JSON.',
  '',
];
