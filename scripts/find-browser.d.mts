/** A Chromium, Chrome or Edge on this machine. */
export type Browser = { path: string; source: 'HOLDFAST_BROWSER' | 'playwright' | 'system' };

/** The first browser that starts, of: the one named by HOLDFAST_BROWSER, Playwright's own, the system's. */
export const findBrowser: () => Promise<Browser | undefined>;

/** As `findBrowser`; where there is none, gets one and says each step. Undefined if that failed too. */
export const ensureBrowser: (say?: (line: string) => void) => Promise<Browser | undefined>;
