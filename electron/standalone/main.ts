/** The standalone shell: the same host and the same page as the Electron app, in an installed browser. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { drop } from '../../shared/base/drop.ts';
import { createHost } from '../host/create-host.ts';
import { loadPageFiles } from '../host/page-files.ts';
import { readShellArguments } from '../host/shell-arguments.ts';
import { VERSION } from '../host/version.ts';
import { hasDisplay, openBrowser, openInSystem } from './open-browser.ts';
import { openProfile } from './profile.ts';
import { startServer } from './server.ts';
import { openSessions } from './sessions.ts';

/** A browser started by us is there at once; a person who copies the address is not. */
const LAUNCHED_CODE_MS = 10_000;
const PRINTED_CODE_MS = 5 * 60_000;

const main = async (): Promise<void> => {
  const options = readShellArguments(process.argv.slice(2), process.env, process.platform);
  const profile = await openProfile(options.home, options.profile, options.port);
  const files = loadPageFiles(fileURLToPath(new URL('../renderer', import.meta.url)));
  const sessions = openSessions(join(profile.dir, 'sessions.json'));
  const host = await createHost({
    dir: profile.dir,
    profile: profile.name,
    shell: 'standalone',
    version: VERSION,
    listen: options.listen,
    hubs: options.hubs,
    lan: options.lan,
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
    const stopped = server
      .close()
      .then(() => host.close())
      .then(() => process.exit(0));
    drop(stopped, 'stopping', (why, error) => {
      console.error(`holdfast: ${why} failed: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const browser = options.noOpen || !hasDisplay(process.env, process.platform) ? undefined : options.browser;
  const address = (lifetimeMs: number): string =>
    // browsers keep what stands behind the sign when they are sent on
    `${server.origin}/launch?code=${sessions.createLaunchCode(lifetimeMs)}${options.invite}`;
  if (browser === undefined) {
    console.log(`holdfast: ready ${address(PRINTED_CODE_MS)}`);
    if (!options.noOpen)
      console.log('holdfast: open this address in Chromium or Chrome on this machine; it works once, for five minutes');
    return;
  }
  const window = openBrowser(browser, profile.dir, address(LAUNCHED_CODE_MS), options.window);
  console.log(`holdfast: ready ${server.origin}`);
  window.on('exit', stop);
};

main().catch((error: unknown) => {
  console.error(`holdfast: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
