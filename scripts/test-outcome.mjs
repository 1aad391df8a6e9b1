// What came of a test run, in one shape for vitest and Playwright.
import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Outcome
 * @property {string[]} passed names
 * @property {string[]} failures names
 * @property {{ name: string; reason: string | undefined }[]} skipped
 */

/** @returns {Outcome} */
export const noOutcome = () => ({ passed: [], failures: [], skipped: [] });

/**
 * @param {string} file written by vitest-summary.mjs
 * @returns {Outcome | undefined} undefined if the run ended before it was written
 */
export const readVitestOutcome = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/**
 * @param {string} file written by Playwright's JSON reporter
 * @returns {Outcome | undefined} undefined if the run ended before it was written
 */
export const readPlaywrightOutcome = (file) => {
  if (!existsSync(file)) return undefined;
  /** @type {import('@playwright/test/reporter').JSONReport} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const outcome = noOutcome();
  for (const suite of report.suites) addSuite(outcome, suite, []);
  outcome.failures.push(...report.errors.map((error) => `e2e: ${firstLine(error.message)}`));
  return outcome;
};

/**
 * @param {Outcome} outcome
 * @param {import('@playwright/test/reporter').JSONReportSuite} suite
 * @param {readonly string[]} outer
 */
const addSuite = (outcome, suite, outer) => {
  const titles = [...outer, suite.title];
  for (const spec of suite.specs) {
    for (const test of spec.tests) addTest(outcome, test, [...titles, spec.title].join(' > '));
  }
  for (const inner of suite.suites ?? []) addSuite(outcome, inner, titles);
};

/**
 * A test that was never started (time was up, an earlier one of its chain failed) also has the status `skipped`; only
 * one that says it skips is counted as such.
 * @param {Outcome} outcome
 * @param {import('@playwright/test/reporter').JSONReportTest} test
 * @param {string} name
 */
const addTest = (outcome, test, name) => {
  const notes = [...test.annotations, ...test.results.flatMap((result) => result.annotations ?? [])];
  const skip = notes.find(({ type }) => type === 'skip' || type === 'fixme');
  if (test.status === 'expected') outcome.passed.push(name);
  else if (test.status === 'flaky') outcome.passed.push(`${name} (only when tried again)`);
  else if (test.status === 'unexpected') outcome.failures.push(name);
  else if (skip !== undefined) outcome.skipped.push({ name, reason: skip.description });
  else outcome.failures.push(`${name} (did not run)`);
};

// eslint-disable-next-line no-control-regex -- Playwright colours its messages.
const COLOURS = /\u001b\[[0-9;]*m/g;

const firstLine = (/** @type {string | undefined} */ text) =>
  (text ?? 'an error without a message').replaceAll(COLOURS, '').split('\n')[0] ?? '';
