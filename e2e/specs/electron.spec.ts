/**
 * The Electron shell itself: what the standalone host cannot show. Everything else of the app is tested in Chromium,
 * where the same page meets the same host. Where Electron's binary is not, the suite says so and is skipped.
 */
import type { ElectronApplication, Page } from '@playwright/test';

import { startElectron, whyNoElectron } from '../support/electron-app.ts';
import { expect, test as base } from '../support/test.ts';

const reason = whyNoElectron();
// once, from the runner itself: the list reporter does not print why a test is skipped
if (reason !== undefined && process.env['TEST_WORKER_INDEX'] === undefined) console.warn(`electron.spec.ts: ${reason}`);

const test = base.extend<{ app: ElectronApplication; page: Page }>({
  app: async ({ testDir }, provide) => {
    const app = await startElectron(testDir);
    await provide(app);
    await app.close();
  },
  page: async ({ app }, provide) => {
    const page = await app.firstWindow();
    await expect(page.getByRole('heading', { name: 'Welcome to Holdfast' })).toBeVisible();
    await provide(page);
  },
});
test.skip(reason !== undefined, reason ?? '');

test('a first start opens one window, of our own origin', async ({ app, page }) => {
  expect(app.windows()).toHaveLength(1);
  expect(new URL(page.url()).href).toBe('app://holdfast/');
  expect(await page.title()).toContain('Holdfast');
});

test('the page reaches neither Node nor Electron', async ({ page }) => {
  const reachable = await page.evaluate(() =>
    ['require', 'process', 'module', 'global', 'Buffer', '__dirname', 'electron', 'ipcRenderer'].filter(
      (name) => name in globalThis,
    ),
  );
  expect(reachable).toEqual([]);
});

test('the page is served with the content security policy, and it holds', async ({ page }) => {
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
  for (const directive of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "object-src 'none'",
    "frame-src 'none'",
    "require-trusted-types-for 'script'",
  ]) {
    expect(policy?.split('; ')).toContain(directive);
  }
  const blocked = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
          once: true,
        });
        new Image().src = 'https://example.invalid/picture.png';
      }),
  );
  expect(blocked).toBe('img-src');
});

test('the page cannot navigate away', async ({ app, page }) => {
  // a handle: the listener is there before the page tries
  const attempt = await app.evaluateHandle(({ BrowserWindow }) => ({
    isRefused: new Promise<boolean>((resolve) => {
      BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', (event) => resolve(event.defaultPrevented));
    }),
  }));
  await page.evaluate(() => window.location.assign('https://example.invalid/'));
  expect(await attempt.evaluate(({ isRefused }) => isRefused)).toBe(true);
  expect(page.url()).toBe('app://holdfast/');
  await expect(page.getByRole('heading', { name: 'Welcome to Holdfast' })).toBeVisible();
});

test('the page opens no windows', async ({ app, page }) => {
  // an address that the system is not handed either
  expect(await page.evaluate(() => window.open('about:blank') === null)).toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page is granted notifications and nothing else, and hears nothing', async ({ page }) => {
  const granted = await page.evaluate(async () => {
    const states = await Promise.all(
      (['geolocation', 'notifications'] as const).map((name) =>
        navigator.permissions.query({ name }).then(({ state }) => ({ name, state })),
      ),
    );
    return states.filter(({ state }) => state === 'granted').map(({ name }) => name);
  });
  expect(granted).toEqual(['notifications']);
  const heard = page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'heard',
      ({ name }: Error) => name,
    ),
  );
  expect(await heard).not.toBe('heard');
});

test('the page shows notifications', async ({ page }) => {
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('granted');
  const came = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const notification = new Notification('Bob', { body: 'Morning!', silent: true });
        notification.onshow = () => resolve('shown');
        notification.onerror = () => resolve('refused');
      }),
  );
  expect(came).toBe('shown');
});

test('a window that was put away comes back when the app is opened again, as when a notification is clicked', async ({
  app,
  page,
}) => {
  expect(page.isClosed()).toBe(false);
  const isVisible = (): Promise<boolean | undefined> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  expect(await isVisible()).toBe(false);
  await app.evaluate(({ app: shell }) => shell.emit('second-instance', {}, []));
  await expect.poll(isVisible).toBe(true);
});
