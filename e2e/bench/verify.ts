/** Verifying a long history: everything a newcomer checks of 100,000 records of 50 devices, without storage. */
import { loadSodiumCrypto } from '../../shared/keys/sodium-crypto.ts';
import type { Crypto } from '../../shared/ports/crypto.ts';
import { say } from './progress.ts';
import { median, ratio, round } from './summary.ts';
import { type Parts, timeParts, verifyAll } from './verify-stages.ts';
import { buildVerifyTown } from './verify-town.ts';

const RECORDS = 100_000;
const DEVICES = 50;
const RUNS = 5;

export const benchVerify = async () => {
  const crypto = await loadSodiumCrypto();
  say(`${DEVICES} devices write ${RECORDS} records`);
  const town = buildVerifyTown(crypto, { devices: DEVICES, records: RECORDS });
  const counted = createCounted(crypto);
  await verifyAll(counted.crypto, town, town.newcomer(counted.crypto));
  const times: number[] = [];
  const cpus: number[] = [];
  const parts: Parts[] = [];
  const floors: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    say(`verifying them, run ${run} of ${RUNS}`);
    const community = town.newcomer(crypto);
    const start = performance.now();
    const cpu = cpuClock();
    const shown = await verifyAll(crypto, town, community);
    times.push(performance.now() - start);
    cpus.push(cpu());
    if (shown !== RECORDS) throw new Error(`${shown} messages came out of ${RECORDS} records`);
    parts.push(await timeParts(crypto, town, town.newcomer(crypto)));
    const floor = cpuClock();
    doPrimitives(crypto, counted.calls);
    floors.push(floor());
  }
  const totalMs = median(times);
  const cpuMs = median(cpus);
  const primitivesMs = median(floors);
  return {
    unit: 'ms',
    records: RECORDS,
    lanes: DEVICES,
    frames: town.frames.length,
    bytes: town.bytes,
    calls: counted.calls,
    runs: RUNS,
    totalMs,
    cpuMs,
    allRuns: times.map((time) => round(time)),
    parts: mediansOf(parts),
    /** CPU time again. */
    primitivesMs,
    ratio: ratio(cpuMs, primitivesMs),
    perSecond: ratesOf(crypto),
  };
};

type Calls = { hashes: number; hashedBytes: number; signatures: number; decryptions: number };

const createCounted = (crypto: Crypto): { crypto: Crypto; calls: Calls } => {
  const calls: Calls = { hashes: 0, hashedBytes: 0, signatures: 0, decryptions: 0 };
  const counted: Crypto = {
    ...crypto,
    hash: (message, key) => {
      calls.hashes += 1;
      calls.hashedBytes += message.length;
      return crypto.hash(message, key);
    },
    verify: (...input) => ((calls.signatures += 1), crypto.verify(...input)),
    decrypt: (...input) => ((calls.decryptions += 1), crypto.decrypt(...input)),
  };
  return { crypto: counted, calls };
};

/** The same number of hashes, signatures and decryptions, of one size each, and nothing else: what no code can go below. */
const doPrimitives = (crypto: Crypto, calls: Calls): void => {
  const message = new Uint8Array(Math.round(calls.hashedBytes / calls.hashes)).fill(7);
  const keys = crypto.signingKeys(new Uint8Array(32).fill(1));
  const digest = crypto.hash(message);
  const signature = crypto.sign(digest, keys.privateKey);
  const key = new Uint8Array(32).fill(2);
  const nonce = new Uint8Array(24).fill(3);
  const body = crypto.encrypt(new Uint8Array(98), new Uint8Array(280), nonce, key);
  for (let at = 0; at < calls.hashes; at += 1) crypto.hash(message);
  for (let at = 0; at < calls.signatures; at += 1) crypto.verify(signature, digest, keys.publicKey);
  for (let at = 0; at < calls.decryptions; at += 1) crypto.decrypt(body, new Uint8Array(280), nonce, key);
};

/** What this machine does while others use it as well. */
const ratesOf = (crypto: Crypto) => {
  const keys = crypto.signingKeys(new Uint8Array(32).fill(1));
  const digest = new Uint8Array(32).fill(4);
  const signature = crypto.sign(digest, keys.privateKey);
  const message = new Uint8Array(200);
  const rate = (count: number, work: () => unknown): number => {
    const start = performance.now();
    for (let at = 0; at < count; at += 1) work();
    return Math.round((1_000 * count) / (performance.now() - start));
  };
  return {
    hashesOf200Bytes: rate(50_000, () => crypto.hash(message)),
    verifications: rate(1_000, () => crypto.verify(signature, digest, keys.publicKey)),
  };
};

/** @returns asked: the CPU time since, of all threads of this process, in milliseconds */
const cpuClock = (): (() => number) => {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  };
};

const mediansOf = (parts: readonly Parts[]): Record<string, number> =>
  Object.fromEntries(
    Object.keys(parts[0] ?? {}).map((name) => [name, median(parts.map((part) => part[name as keyof Parts]))]),
  );
