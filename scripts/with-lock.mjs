// Two starts at once (alice's and bob's) must not install or build at the same time.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from './root.mjs';

const LOCK = join(ROOT, 'out', 'workshop.lock');

/**
 * Runs `action` while no other process of this checkout runs one.
 * @template T
 * @param {() => Promise<T>} action
 * @param {(line: string) => void} say told once if it has to wait
 * @returns {Promise<T>}
 */
export const withLock = async (action, say) => {
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  for (let waited = false; !take(); waited = true) {
    if (!waited) say('Another start is installing or building; waiting for it …');
    await delay(200);
  }
  const free = () => rmSync(LOCK, { force: true });
  process.once('exit', free);
  try {
    return await action();
  } finally {
    process.removeListener('exit', free);
    free();
  }
};

const take = () => {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'EEXIST') throw error;
    if (!holderIsAlive()) rmSync(LOCK, { force: true });
    return false;
  }
};

const holderIsAlive = () => {
  try {
    const pid = Number(readFileSync(LOCK, 'utf8'));
    // A holder that has made the file and not written its number yet is alive.
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    const code = /** @type {{ code?: string }} */ (error).code;
    if (code === 'EPERM') return true;
    if (code === 'ESRCH') return false;
    if (code === 'ENOENT') return true;
    throw error;
  }
};
