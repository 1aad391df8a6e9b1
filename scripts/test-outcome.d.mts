/** What came of a test run: names, and the reasons of skips. */
export type Outcome = { passed: string[]; failures: string[]; skipped: { name: string; reason: string | undefined }[] };

/** Reads what Playwright's JSON reporter wrote; undefined if it wrote nothing. */
export const readPlaywrightOutcome: (file: string) => Outcome | undefined;

/** Reads what vitest-summary.mjs wrote; undefined if it wrote nothing. */
export const readVitestOutcome: (file: string) => Outcome | undefined;

/** Of a run in which nothing happened yet. */
export const noOutcome: () => Outcome;
