// docs/scale.md and its plots, from what the simulated crowds came to.
import { linePlot } from './line-plot.mjs';

/** @typedef {import('../shared/testing/scale/run-scale.ts').ScaleReport} ScaleReport */
/** @typedef {import('../shared/testing/scale/run-scale.ts').ScalePart} ScalePart */

const isTree = (/** @type {ScaleReport} */ { plan }) => !plan.isFlooding;

/**
 * @param {ScaleReport} report
 * @param {ScalePart['name']} name
 */
const partOf = ({ parts }, name) => parts.find((part) => part.name === name);

const number = (/** @type {number | undefined} */ value, digits = 2) =>
  value === undefined ? '—' : Number(value.toFixed(digits)).toLocaleString('en');

/** Of the time in which nobody is apart from the others on purpose, and everybody has come. */
const together = (/** @type {ScaleReport} */ report) => {
  const [from, to] = [partOf(report, 'chat')?.from ?? 0, partOf(report, 'churn')?.to ?? 0];
  return report.samples.filter(({ second }) => second * 1_000 > from && second * 1_000 <= to);
};

const linkedShare = (/** @type {ScaleReport} */ report) => {
  const samples = together(report);
  const linked = samples.filter(({ online, largestPart }) => largestPart === online).length;
  return `${number((100 * linked) / samples.length, 1)} %`;
};

const table = (/** @type {string[]} */ head, /** @type {string[][]} */ rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const meshTable = (/** @type {ScaleReport[]} */ reports) =>
  table(
    [
      'peers',
      'all linked',
      'seconds until all were linked, from the last arrival',
      'links each, mean',
      'links, most',
      'one mesh again after the heal',
    ],
    reports
      .filter(isTree)
      .map((report) => [
        number(report.plan.peers),
        linkedShare(report),
        number(report.linkedAfter, 0),
        number(together(report).at(-1)?.meanDegree, 1),
        number(Math.max(...report.samples.map(({ maxDegree }) => maxDegree))),
        report.healedAfter === undefined ? 'not in a minute' : `${number(report.healedAfter, 0)} s`,
      ]),
  );

const spreadTable = (/** @type {ScaleReport[]} */ reports) =>
  table(
    [
      'peers',
      'how',
      'sends per delivery',
      'with churn',
      'to the last, p50',
      'p95',
      'hops, mean',
      'hops, most',
      'lacking at the end',
    ],
    reports.map((report) => {
      const [chat, churn] = [partOf(report, 'chat'), partOf(report, 'churn')];
      return [
        number(report.plan.peers),
        isTree(report) ? 'tree' : 'flood',
        number(chat?.sendsPerDelivery),
        number(churn?.sendsPerDelivery),
        `${number(chat?.reached?.p50, 0)} ms`,
        `${number(chat?.reached?.p95, 0)} ms`,
        number(chat?.hops?.mean, 1),
        number(chat?.hops?.max),
        number(report.lacking),
      ];
    }),
  );

export const scaleDocument = (/** @type {ScaleReport[]} */ reports) => `# How it scales

Made by \`npm run scale\` (\`scripts/scale.mjs\`): change that, not this. Time is simulated, so the machine's speed has no part
in it, and the same seeds give the same figures.

What is real: the sync of a community with its messages as bytes (\`shared/sync\`), records and lanes, who announces itself and
who answers (\`shared/mesh/room-announcer.ts\`), which links are given up (\`shared/peer/link-degree.ts\`). What is made of
nothing: governance, signatures, WebRTC, hubs and disks. A link takes 5 to 60 ms one way, a connection 0.2 to 0.6 s to
come up, a disk 4 to 20 ms; whoever dies is noticed after 5 to 10 s. What is announced reaches everybody in 10 to 80 ms, as a server
or members carry it.

Every crowd comes within half a minute, chats for a minute at a message a second, chats on for two while a twentieth leaves every minute (half of
them without a word) and others come back, is divided into two halves for a minute, and is healed.

## The mesh

“All linked” is the share of seconds in which everybody online was part of one mesh, while people chatted, came and went.

${meshTable(reports)}

![Links of each device, by time](images/scale-degree.svg)

## Messages

Sends are frames of records; a delivery is one that brought something new. “To the last” is the time until a message was on the
disk of the last of those who were there from then on. For comparison, the same crowds without PRUNE (“flood”): every link passes on
everything, a moment later and to those who have not said by then that they have it.

${spreadTable(reports)}

![Sends per delivery, by size of the crowd](images/scale-sends.svg)
![Milliseconds to the last, by size of the crowd](images/scale-reach.svg)

A flood is sooner at the last: its way is the shortest there is, and it is paid with several times the sends. The tree is one for
all authors, so a way leads up and down again. Tables (19), by which each says what it has, go over every link in both; they are not counted.
`;

/** @returns {{ name: string, svg: string }[]} */
export const plotsOf = (/** @type {ScaleReport[]} */ reports) => {
  const trees = reports.filter(isTree);
  const floods = reports.filter((report) => !isTree(report));
  const largest = trees.at(-1);
  /** @param {(report: ScaleReport) => number | undefined} pick */
  const bySize = (pick) => (/** @type {ScaleReport[]} */ list) =>
    list.flatMap((report) => {
      const y = pick(report);
      return y === undefined ? [] : [{ x: report.plan.peers, y }];
    });
  const sends = bySize((report) => partOf(report, 'chat')?.sendsPerDelivery);
  const p50 = bySize((report) => partOf(report, 'chat')?.reached?.p50);
  const p95 = bySize((report) => partOf(report, 'chat')?.reached?.p95);
  const samples = largest?.samples ?? [];
  return [
    {
      name: 'scale-degree.svg',
      svg: linePlot({
        title: `${number(largest?.plan.peers)} peers: links of each device`,
        x: 'seconds',
        y: 'links',
        lines: [
          { name: 'most', points: samples.map(({ second, maxDegree }) => ({ x: second, y: maxDegree })) },
          { name: 'mean', points: samples.map(({ second, meanDegree }) => ({ x: second, y: meanDegree })) },
        ],
        marks: (largest?.parts ?? []).map(({ name, from }) => ({ x: from / 1_000, name })),
      }),
    },
    {
      name: 'scale-sends.svg',
      svg: linePlot({
        title: 'Sends per delivery',
        x: 'peers',
        y: 'sends',
        isLogarithmic: true,
        lines: [
          { name: 'tree', points: sends(trees) },
          { name: 'flood', points: sends(floods) },
        ],
      }),
    },
    {
      name: 'scale-reach.svg',
      svg: linePlot({
        title: 'Until the last has a message',
        x: 'peers',
        y: 'milliseconds',
        isLogarithmic: true,
        lines: [
          { name: 'tree, p50', points: p50(trees) },
          { name: 'tree, p95', points: p95(trees) },
          { name: 'flood, p50', points: p50(floods) },
        ],
      }),
    },
  ];
};
