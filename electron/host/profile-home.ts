/** Where profiles live, and what one may be called. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export const DEFAULT_PROFILE = 'default';

/** Where profiles live unless --dir or HOLDFAST_HOME says otherwise. */
export const defaultHome = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string => {
  if (env['HOLDFAST_HOME'] !== undefined) return env['HOLDFAST_HOME'];
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Holdfast');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Holdfast');
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'holdfast');
};

/** @throws with a message for people when the name cannot be one */
export const profileName = (name: string): string => {
  if (/^[a-z0-9][a-z0-9-]{0,31}$/i.test(name)) return name;
  throw new Error(`--profile takes a name of letters, digits and dashes (at most 32), not “${name}”.`);
};
