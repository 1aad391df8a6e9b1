// A program that was built as one function of `require`, and beside it what V8 made of it (docs/decisions/0043).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const CRC_BYTES = 4;

/** @param {string} filename */
export const loadProgram = (filename) => {
  const source = readFileSync(filename);
  const cachedData = readCache(filename, source);
  const script = new Script(source.toString(), { filename, ...(cachedData && { cachedData }) });
  return {
    run: () => void script.runInThisContext()(createRequire(filename)),
    /** What V8 has made of it so far, as it stands in the file beside it. */
    cache: () => {
      const data = script.createCachedData();
      const head = Buffer.alloc(CRC_BYTES);
      head.writeUInt32BE(crc32(source));
      return Buffer.concat([head, data]);
    },
  };
};

export const cacheBeside = (/** @type {string} */ filename) => `${filename}.cache`;

/** V8 refuses what another V8 made, and what is damaged; but of the program it compares the length alone. */
const readCache = (/** @type {string} */ filename, /** @type {Buffer} */ source) => {
  try {
    const file = readFileSync(cacheBeside(filename));
    return file.readUInt32BE(0) === crc32(source) ? file.subarray(CRC_BYTES) : undefined;
  } catch {
    return undefined; // without it the program starts a little later
  }
};
