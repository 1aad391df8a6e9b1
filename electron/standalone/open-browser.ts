/** Opens the page in an installed Chromium or Chrome as an app window with a browser profile of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

import type { WindowPlace } from '../host/shell-arguments.ts';
import { prepareBrowserProfile } from './browser-profile.ts';

/** The flags keep the browser to itself, and let WebRTC use every interface of this machine. */
export const browserArguments = (profileDir: string, isRoot: boolean, place?: WindowPlace): string[] => [
  `--user-data-dir=${join(profileDir, 'browser')}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-webrtc-ip-handling-policy=default_public_and_private_interfaces',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  ...(isRoot ? ['--no-sandbox'] : []),
  ...(place === undefined
    ? []
    : [`--window-position=${place.x},${place.y}`, `--window-size=${place.width},${place.height}`]),
];

export const openBrowser = (browser: string, profileDir: string, url: string, place?: WindowPlace): ChildProcess => {
  prepareBrowserProfile(join(profileDir, 'browser'), new URL(url).origin);
  const isRoot = process.getuid?.() === 0;
  return spawn(browser, [...browserArguments(profileDir, isRoot, place), `--app=${url}`], { stdio: 'ignore' });
};

export const hasDisplay = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);

/** Hands a checked address to the system. */
export const openInSystem = async (url: string): Promise<void> => {
  const [command, ...before] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  const child = spawn(command ?? 'xdg-open', [...before, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // no opener installed: the page offers to copy the address
  child.unref();
};
