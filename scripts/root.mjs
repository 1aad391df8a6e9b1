// The folder of the checkout, and whether a script was started by hand or imported.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realpathSync } from 'node:fs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} moduleUrl `import.meta.url` of the asking file
 * @returns {boolean} whether Node was started with that file
 */
export const isMain = (moduleUrl) => {
  const started = process.argv[1];
  return started !== undefined && realpathSync(resolve(started)) === realpathSync(fileURLToPath(moduleUrl));
};
