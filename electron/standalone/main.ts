/** The standalone shell: the same host and the same page as the Electron app, in an installed browser. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createHost } from '../host/create-host.ts';
import { loadPageFiles } from '../host/page-files.ts';
import { readHubUrl, readPort } from '../host/read-port.ts';
import { hasDisplay, openBrowser, openInSystem } from './open-browser.ts';
import { DEFAULT_PROFILE, defaultHome, openProfile } from './profile.ts';
import { startServer } from './server.ts';
import { openSessions } from './sessions.ts';

const VERSION = '0.1.0';
/** A browser started by us is there at once; a person who copies the address is not. */
const LAUNCHED_CODE_MS = 10_000;
const PRINTED_CODE_MS = 5 * 60_000;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: DEFAULT_PROFILE },
      dir: { type: 'string' },
      port: { type: 'string' },
      listen: { type: 'string' },
      hub: { type: 'string', multiple: true, default: [] },
      browser: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const home = values.dir ?? defaultHome(process.env, process.platform);
  const wishedPort = values.port === undefined ? undefined : readPort('--port', values.port);
  const profile = await openProfile(home, values.profile, wishedPort);
  const files = loadPageFiles(fileURLToPath(new URL('../renderer', import.meta.url)));
  const sessions = openSessions(join(profile.dir, 'sessions.json'));
  const host = await createHost({
    dir: profile.dir,
    profile: profile.name,
    shell: 'standalone',
    version: VERSION,
    listen: values.listen === undefined ? undefined : readPort('--listen', values.listen),
    hubs: values.hub.map(readHubUrl),
    openExternal: openInSystem,
    report: (event, error) => console.error(`holdfast: ${event}`, error instanceof Error ? error.name : ''),
  });
  const server = await startServer({
    port: profile.port,
    files,
    sessions,
    serveHost: host.serve,
    acceptHub: (socket) => void host.hub.accept(socket),
  }).catch(async (error: unknown) => {
    await host.close();
    throw error;
  });

  const stop = (): void => {
    void server
      .close()
      .then(() => host.close())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const browser = values['no-open'] || !hasDisplay(process.env, process.platform) ? undefined : values.browser;
  const address = (lifetimeMs: number): string =>
    `${server.origin}/launch?code=${sessions.createLaunchCode(lifetimeMs)}`;
  if (browser === undefined) {
    console.log(`holdfast: ready ${address(PRINTED_CODE_MS)}`);
    if (!values['no-open'])
      console.log('holdfast: open this address in Chromium or Chrome on this machine; it works once, for five minutes');
    return;
  }
  const window = openBrowser(browser, profile.dir, address(LAUNCHED_CODE_MS));
  console.log(`holdfast: ready ${server.origin}`);
  window.on('exit', stop);
};

main().catch((error: unknown) => {
  console.error(`holdfast: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
