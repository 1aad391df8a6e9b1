// One peer as a program: JSON lines in, JSON lines out, as the headless peer of Holdfast has it (docs/headless.md).
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Library
 * @property {() => Promise<string>} create makes what is shared, and lets others reach it @returns its address
 * @property {(texts: string[]) => Promise<void>} write done when the library says that they are kept
 * @property {(address: string) => Promise<void>} join has nothing, and connects
 * @property {(address: string) => Promise<void>} open reads what it has stored, without a connection
 * @property {(address: string) => Promise<void>} connect
 * @property {() => Promise<void>} [disconnect]
 * @property {() => number} count of messages that can be read here, since `join`
 * @property {(n: number) => Promise<string[]>} last the newest texts, the oldest of them first
 * @property {() => Promise<string[]>} all
 * @property {() => Promise<void>} end leaves everything on the disk
 */

/** @param {(dir: string, hub: string, heard: (text: string) => void) => Promise<Library>} start */
export const serve = async (start) => {
  const { values } = parseArgs({ options: { dir: { type: 'string' }, hub: { type: 'string' } } });
  const say = (/** @type {object} */ line) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const library = await start(values.dir ?? '', values.hub ?? '', (text) => say({ event: 'message', text }));
  const answers = answersOf(library);
  const answer = async (/** @type {string} */ line) => {
    const { id, do: what, ...fields } = JSON.parse(line);
    try {
      say({ id, ok: true, ...(await answers[what](fields)) });
    } catch (error) {
      say({ id, ok: false, error: 'failed', message: error instanceof Error ? (error.stack ?? '') : String(error) });
    }
    if (what === 'quit') process.exit(0);
  };
  createInterface({ input: process.stdin }).on('line', (line) => void answer(line));
  say({ event: 'ready' });
};

const answersOf = (/** @type {Library} */ library) => ({
  create: async () => ({ address: await library.create() }),
  write: ({ texts }) => library.write(texts),
  join: ({ address }) => library.join(address),
  open: ({ address }) => library.open(address),
  connect: ({ address }) => library.connect(address),
  disconnect: () => library.disconnect(),
  count: () => ({ count: library.count() }),
  last: async ({ n }) => ({ texts: await library.last(n) }),
  digest: async () => digestOf(await library.all()),
  quit: () => library.end(),
});

/** Of all texts in any order. */
const digestOf = (/** @type {string[]} */ texts) => ({
  count: texts.length,
  digest: createHash('sha256').update(texts.toSorted().join('\n')).digest('hex'),
});
