// `npm test`: gets what is missing, then runs every check and every test, whatever fails in between, and ends with the
// line "N passed, N failed". Runs on bare Node until the dependencies are there.
//   npm test                       all
//   npm test -- types lint unit    only those
import { availableParallelism } from 'node:os';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { ensureBrowser } from './find-browser.mjs';
import { inTurns } from './in-turns.mjs';
import { ROOT } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { noOutcome, readPlaywrightOutcome, readVitestOutcome } from './test-outcome.mjs';

/** @typedef {import('./test-outcome.mjs').Outcome} Outcome */
/** @typedef {{ name: string; program: string; args: string[]; limitMs: number }} Check */

const MINUTE = 60_000;
const LOGS = join(ROOT, 'out', 'test');
const PLAYWRIGHT_CONFIG = 'e2e/playwright.config.ts';

// Safety limits, to end what hangs: a machine that is many times slower than usual passes them too.
const CHECK_LIMIT_MS = 15 * MINUTE;
const UNIT_LIMIT_MS = 15 * MINUTE;
const E2E_LIMIT_MS = 30 * MINUTE;
/** For a test runner to end its browsers and write its report. */
const GRACE_MS = 20_000;

/** @type {readonly Check[]} each counts as one */
const CHECKS = [
  { name: 'types', program: 'scripts/check-types.mjs', args: [], limitMs: CHECK_LIMIT_MS },
  { name: 'build', program: 'scripts/build.mjs', args: [], limitMs: CHECK_LIMIT_MS },
  {
    name: 'lint',
    program: 'node_modules/oxlint/bin/oxlint',
    args: ['--deny-warnings', '--format=unix'],
    limitMs: CHECK_LIMIT_MS,
  },
  {
    name: 'format',
    program: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--check', '.', '--log-level', 'warn'],
    limitMs: CHECK_LIMIT_MS,
  },
  { name: 'knip', program: 'node_modules/knip/bin/knip.js', args: [], limitMs: CHECK_LIMIT_MS },
];
const STEPS = [...CHECKS.map(({ name }) => name), 'unit', 'e2e'];

/** @param {readonly string[]} asked */
const testAll = async (asked) => {
  const unknown = asked.filter((name) => !STEPS.includes(name));
  if (unknown.length > 0) return failed(`there is no ${unknown.join(', ')}; there is ${STEPS.join(', ')}`);
  const wanted = (/** @type {string} */ name) => asked.length === 0 || asked.includes(name);
  if (!(await ensureDependencies())) return failed('dependencies (npm ci)');
  const browser = wanted('e2e') ? await ensureBrowser() : undefined;
  if (browser !== undefined) console.log(`Browser: ${browser.path}`);
  mkdirSync(LOGS, { recursive: true });
  // The quick checks share the cores; the tests, some of which measure time, have them to themselves.
  const outcomes = await inTurns(
    CHECKS.filter(({ name }) => wanted(name)),
    Math.min(2, availableParallelism()),
    runCheck,
  );
  if (wanted('unit')) outcomes.push(await runUnitTests());
  if (wanted('e2e')) outcomes.push(await runEndToEnd(browser?.path));
  return outcomes.reduce(joined, noOutcome());
};

/** @param {Check} check */
const runCheck = async ({ name, program, args, limitMs }) => {
  const file = join(LOGS, `${name}.log`);
  const started = Date.now();
  const { code, timedOut } = await runCommand(process.execPath, [join(ROOT, program), ...args], {
    cwd: ROOT,
    output: { file },
    timeoutMs: limitMs,
    graceMs: 1_000,
    env: { NO_COLOR: '1', FORCE_COLOR: '0' },
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const how = code === 0 ? 'ok' : timedOut ? 'NOT DONE IN TIME' : 'FAILED';
  console.log(`\n── ${name}: ${how} (${seconds} s)`);
  process.stdout.write(readFileSync(file));
  return code === 0 ? { ...noOutcome(), passed: [name] } : failed(timedOut ? `${name} (took too long)` : name);
};

/** Layers, units, contracts, attacks and simulations: all that vitest runs. */
const runUnitTests = async () => {
  console.log('\n── unit: layers, units, contracts, attacks, simulations');
  const summary = fresh('vitest.json');
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts/vitest-summary.mjs')}`];
  const run = await runCommand(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters], {
    cwd: ROOT,
    env: { HOLDFAST_VITEST_SUMMARY: summary },
    timeoutMs: UNIT_LIMIT_MS,
    graceMs: GRACE_MS,
  });
  return judged('unit', run, readVitestOutcome(summary));
};

/** @param {string | undefined} browser */
const runEndToEnd = async (browser) => {
  console.log('\n── e2e: people in real browsers');
  if (!existsSync(join(ROOT, PLAYWRIGHT_CONFIG))) return failed(`e2e (${PLAYWRIGHT_CONFIG} is missing)`);
  if (browser === undefined) return failed('e2e (there is no browser)');
  const report = fresh('playwright.json');
  const run = await runCommand(
    process.execPath,
    [
      join(ROOT, 'node_modules/@playwright/test/cli.js'),
      'test',
      `--config=${PLAYWRIGHT_CONFIG}`,
      '--reporter=list,json',
      `--global-timeout=${E2E_LIMIT_MS}`,
    ],
    {
      cwd: ROOT,
      env: { HOLDFAST_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      // Playwright's own limit comes first: it says which test was running.
      timeoutMs: E2E_LIMIT_MS + 30_000,
      graceMs: GRACE_MS,
    },
  );
  return judged('e2e', run, readPlaywrightOutcome(report));
};

/**
 * A runner that failed, was cut short, or ran nothing is a failure even if no test of it is.
 * @param {string} name
 * @param {{ code: number; timedOut: boolean }} run
 * @param {Outcome | undefined} outcome
 */
const judged = (name, { code, timedOut }, outcome) => {
  if (outcome === undefined) return failed(`${name} (${timedOut ? 'took too long' : 'ended without a report'})`);
  if (timedOut) return joined(outcome, failed(`${name} (took too long)`));
  if (outcome.failures.length > 0) return outcome;
  if (code !== 0) return joined(outcome, failed(`${name} (exit code ${code})`));
  return outcome.passed.length === 0 ? joined(outcome, failed(`${name} (no test ran)`)) : outcome;
};

/** @param {string} name the path of a report, where no older one is left */
const fresh = (name) => {
  const file = join(LOGS, name);
  rmSync(file, { force: true });
  return file;
};

/** @returns {Outcome} */
const failed = (/** @type {string} */ name) => ({ ...noOutcome(), failures: [name] });

/**
 * @param {Outcome} one
 * @param {Outcome} other
 * @returns {Outcome}
 */
const joined = (one, other) => ({
  passed: [...one.passed, ...other.passed],
  failures: [...one.failures, ...other.failures],
  skipped: [...one.skipped, ...other.skipped],
});

/** @param {Outcome} outcome */
const report = ({ passed, failures, skipped }) => {
  const section = (/** @type {string} */ title, /** @type {readonly string[]} */ lines) => {
    if (lines.length > 0) console.log([`\n${title}`, ...lines.map((line) => `  ${line}`)].join('\n'));
  };
  section(
    `Skipped (${skipped.length}):`,
    skipped.map(({ name, reason }) => `${name}: ${reason ?? 'no reason given'}`),
  );
  section('Failed:', failures);
  console.log(`\n${passed.length} passed, ${failures.length} failed`);
};

const outcome = await testAll(process.argv.slice(2));
report(outcome);
process.exitCode = outcome.failures.length === 0 ? 0 : 1;
