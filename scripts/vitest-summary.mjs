// A vitest reporter: writes what `npm test` counts, as JSON, with the reason of every skip (vitest's own JSON has none).
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { ROOT } from './root.mjs';
import { noOutcome } from './test-outcome.mjs';

/** Names the file to write. */
export const SUMMARY_VARIABLE = 'HOLDFAST_VITEST_SUMMARY';

/** @typedef {import('vitest/node').TestModule} TestModule */

export default class VitestSummary {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly { message?: string }[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const file = process.env[SUMMARY_VARIABLE];
    if (file === undefined) throw new Error(`${SUMMARY_VARIABLE} must name the file to write.`);
    const outcome = noOutcome();
    for (const module of modules) addModule(outcome, module);
    outcome.failures.push(...unhandled.map((error) => `unhandled error: ${error.message ?? 'without a message'}`));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(outcome, null, 2));
  }
}

/**
 * @param {import('./test-outcome.mjs').Outcome} outcome
 * @param {TestModule} module
 */
const addModule = (outcome, module) => {
  const file = relative(ROOT, module.moduleId).split(sep).join('/');
  if (module.errors().length > 0) outcome.failures.push(`${file} (does not load, or its hooks fail)`);
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) outcome.failures.push(`${file} > ${suite.fullName} (hooks)`);
  }
  for (const test of module.children.allTests()) {
    const name = `${file} > ${test.fullName}`;
    const result = test.result();
    if (result.state === 'passed') outcome.passed.push(name);
    else if (result.state === 'failed') outcome.failures.push(name);
    else if (result.state === 'skipped') outcome.skipped.push({ name, reason: result.note });
    else outcome.failures.push(`${name} (did not run)`);
  }
};
