// What docs/performance.md compares: each number with its place in the results, and in how many runs it was reached.

/** @typedef {import('../e2e/bench/peers/jobs.ts').Results} Results */
/** @typedef {import('../e2e/bench/peers/jobs.ts').Unfinished} Unfinished */
/** @typedef {import('../e2e/bench/peers/bench-peers.ts').Run} Run */

/** @typedef {Exclude<keyof Results, 'failed'>} Job */

/**
 * @typedef {object} Measure
 * @property {Job} job
 * @property {string} title
 * @property {string} unit
 * @property {number} digits after the point
 * @property {string} [absent] what is said of a job that was finished and gave no such number
 * @property {(results: Results, messages: number) => number | undefined} of of results whose job was finished
 */

/**
 * What a job brought, if it was finished.
 * @template {Job} Which
 * @param {Results} results
 * @param {Which} job
 * @returns {Extract<Results[Which], { finished: true }> | undefined}
 */
const done = (results, job) => {
  const result = results[job];
  if (typeof result !== 'object' || !result.finished) return undefined;
  return /** @type {Extract<Results[Which], { finished: true }>} */ (result);
};

const MIB = 2 ** 20;
const KIB = 2 ** 10;

const divided = (/** @type {number | undefined} */ value, /** @type {number} */ by) =>
  value === undefined ? undefined : value / by;

/** @type {readonly Measure[]} */
export const MEASURES = [
  {
    job: 'write',
    title: 'Writing, per message',
    unit: 'ms',
    digits: 3,
    of: (results, messages) => divided(done(results, 'write')?.ms, messages),
  },
  {
    job: 'write',
    title: 'On the disk: length of the files',
    unit: 'MiB',
    digits: 2,
    absent: 'keeps nothing',
    of: (results) => divided(done(results, 'write')?.disk.bytes, MIB) || undefined,
  },
  {
    job: 'write',
    title: 'On the disk: what the messages added, per message',
    unit: 'B',
    digits: 0,
    absent: 'keeps nothing',
    of: (results, messages) => divided(done(results, 'write')?.disk.grownBytes, messages) || undefined,
  },
  {
    job: 'catchUp',
    title: 'A newcomer has everything',
    unit: 'ms',
    digits: 0,
    of: (results) => done(results, 'catchUp')?.ms,
  },
  {
    job: 'catchUp',
    title: 'A newcomer: bytes over loopback, per message',
    unit: 'B',
    digits: 0,
    of: (results, messages) => divided(done(results, 'catchUp')?.bytes, messages),
  },
  {
    job: 'catchUp',
    title: 'A newcomer: most memory',
    unit: 'MiB',
    digits: 0,
    of: (results) => done(results, 'catchUp')?.memory?.mostMiB,
  },
  {
    job: 'live',
    title: 'From sending to being readable elsewhere, p50',
    unit: 'ms',
    digits: 1,
    of: (results) => done(results, 'live')?.p50,
  },
  {
    job: 'live',
    title: 'From sending to being readable elsewhere, p95',
    unit: 'ms',
    digits: 1,
    of: (results) => done(results, 'live')?.p95,
  },
  {
    job: 'start',
    title: 'Starting with everything stored',
    unit: 'ms',
    digits: 0,
    of: (results) => done(results, 'start')?.ms,
  },
  {
    job: 'start',
    title: 'Started: memory',
    unit: 'MiB',
    digits: 0,
    of: (results) => done(results, 'start')?.memory?.nowMiB,
  },
  {
    job: 'comeBack',
    title: 'Coming back, 100 messages behind',
    unit: 'ms',
    digits: 0,
    of: (results) => done(results, 'comeBack')?.ms,
  },
  {
    job: 'comeBack',
    title: 'Coming back: bytes over loopback',
    unit: 'KiB',
    digits: 0,
    of: (results) => divided(done(results, 'comeBack')?.bytes, KIB),
  },
];

/** @typedef {{ value: number; runs: number; reached: number } | { value: undefined; why: string }} Cell */

/**
 * @param {Measure} measure
 * @param {readonly Run[]} runs of one peer and one count
 * @returns {Cell} the median of the runs that got there
 */
export const cellOf = (measure, runs) => {
  const values = runs.flatMap(({ results, messages }) => {
    const value = measure.of(results, messages);
    return value === undefined ? [] : [value];
  });
  const median = values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1];
  if (median !== undefined) return { value: median, runs: runs.length, reached: values.length };
  return { value: undefined, why: whyNot(measure, runs[0]) };
};

/** @type {readonly Job[]} */
const ORDER = ['write', 'catchUp', 'live', 'start', 'comeBack'];

/**
 * @param {Measure} measure
 * @param {Run | undefined} run
 */
const whyNot = ({ job, absent }, run) => {
  if (run === undefined) return 'not run';
  const result = run.results[job];
  if (typeof result === 'string') return result;
  if (result?.finished === false) return `did not finish: ${outOf(result)}`;
  if (result !== undefined) return absent ?? 'not measured';
  const { results } = run;
  const stopped = ORDER.find((each) => {
    const earlier = results[each];
    return typeof earlier === 'object' && !earlier.finished;
  });
  return stopped === undefined ? `failed: ${results.failed?.split('\n')[0]}` : `not begun: “${stopped}” did not end`;
};

const outOf = (/** @type {Unfinished} */ { has, of, afterMs }) =>
  `${count(has)} of ${count(of)} in ${Math.round(afterMs / 1000)} s`;

export const count = (/** @type {number} */ value) => value.toLocaleString('en-US');

/** @param {Measure} measure @param {number} value */
export const shown = ({ digits }, value) =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
