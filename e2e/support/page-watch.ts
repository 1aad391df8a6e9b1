/** Collects what goes wrong in a person's pages, whichever way the browser tells of it. */
import type { BrowserContext, ConsoleMessage } from '@playwright/test';

export type PageWatch = {
  /** Uncaught errors and unhandled rejections. */
  pageErrors: readonly string[];
  /** Everything of the level `error` on the console, network failures included. */
  consoleErrors: readonly string[];
  cspViolations: readonly string[];
  /** The console, all levels, for reports. */
  log: () => string;
  attach: (context: BrowserContext) => Promise<void>;
  /** What no page may have: all of the above but the browser's own notes of a host or hub that is not there. */
  problems: () => string[];
};

const BINDING = 'reportCspViolation';
/** Chromium logs these itself when a test stops a host or hub; no code of the page can prevent it. */
const NETWORK_NOTE = /^(Failed to load resource|WebSocket connection to)/;

export const watchPage = (): PageWatch => {
  const pageErrors: string[] = [];
  const consoleErrors: string[] = [];
  const cspViolations: string[] = [];
  const console: string[] = [];

  const hear = (message: ConsoleMessage): void => {
    const text = message.text();
    console.push(`${message.type()}: ${text}`);
    if (message.type() !== 'error') return;
    // a worker's violations reach no listener of the page
    if (text.includes('Content Security Policy')) cspViolations.push(text);
    else consoleErrors.push(text);
  };

  return {
    pageErrors,
    consoleErrors,
    cspViolations,
    log: () => [...console, ...pageErrors.map((text) => `uncaught: ${text}`)].join('\n'),
    attach: async (context) => {
      context.on('console', hear);
      context.on('weberror', (error) => void pageErrors.push(error.error().stack ?? error.error().message));
      await context.exposeBinding(BINDING, (_source, text: string) => void cspViolations.push(text));
      await context.addInitScript((binding) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          const report: unknown = Reflect.get(window, binding);
          if (typeof report === 'function') report(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
        });
      }, BINDING);
    },
    problems: () => [
      ...pageErrors.map((text) => `uncaught error: ${text}`),
      ...cspViolations.map((text) => `CSP violation: ${text}`),
      ...consoleErrors.filter((text) => !NETWORK_NOTE.test(text)).map((text) => `console error: ${text}`),
    ],
  };
};
