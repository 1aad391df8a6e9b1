/** What both desktop shells are started with. */
import { parseArgs } from 'node:util';

import { openedInvite } from './opened-invite.ts';
import { defaultHome, DEFAULT_PROFILE, profileName } from './profile-home.ts';
import { readHubUrl, readPort } from './read-port.ts';

export type ShellArguments = {
  home: string;
  profile: string;
  port: number | undefined;
  listen: number | undefined;
  hubs: string[];
  lan: boolean;
  browser: string | undefined;
  noOpen: boolean;
  /** Of an invite that it was started with: `#…`, or nothing. */
  invite: string;
  /** Where the window stands: left, top, width, height. */
  window: WindowPlace | undefined;
};

export type WindowPlace = { x: number; y: number; width: number; height: number };

/** @throws with a message for people when an argument is wrong */
export const readShellArguments = (
  args: string[],
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): ShellArguments => {
  const { values, positionals } = parseArgs({
    args,
    options: {
      profile: { type: 'string', default: DEFAULT_PROFILE },
      dir: { type: 'string' },
      port: { type: 'string' },
      listen: { type: 'string' },
      hub: { type: 'string', multiple: true, default: [] },
      'no-lan': { type: 'boolean', default: false },
      browser: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      window: { type: 'string' },
    },
    allowPositionals: true,
  });
  return {
    home: values.dir ?? defaultHome(env, platform),
    profile: profileName(values.profile),
    port: values.port === undefined ? undefined : readPort('--port', values.port),
    listen: values.listen === undefined ? undefined : readPort('--listen', values.listen),
    hubs: values.hub.map(readHubUrl),
    lan: !values['no-lan'],
    browser: values.browser,
    noOpen: values['no-open'],
    invite: openedInvite(positionals),
    window: values.window === undefined ? undefined : readPlace(values.window),
  };
};

const readPlace = (text: string): WindowPlace => {
  const numbers = text.split(',').map(Number);
  const [x, y, width, height] = numbers;
  const isWhole = numbers.length === 4 && numbers.every((n) => Number.isInteger(n) && n >= 0);
  if (!isWhole || x === undefined || y === undefined || !width || !height)
    throw new Error('--window says where the window stands: LEFT,TOP,WIDTH,HEIGHT in pixels, like 0,0,960,1080.');
  return { x, y, width, height };
};
