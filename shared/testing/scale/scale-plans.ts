/** The crowds of docs/scale.md. */
import { loadSodiumCrypto } from '../../keys/sodium-crypto.ts';
import { runScale, type ScalePlan, type ScaleReport } from './run-scale.ts';

const SECONDS = { gather: 60, chat: 60, churn: 120, apart: 60, healed: 60 };

const planOf = (peers: number, isFlooding: boolean): ScalePlan => ({
  peers,
  authors: Math.min(peers, 50),
  seed: peers,
  isFlooding,
  seconds: SECONDS,
  messagesPerSecond: 1,
  churnPerMinute: 0.1,
});

/** Largest first: they take longest. @param most peers, at most */
export const scalePlans = (most: number): ScalePlan[] => [
  ...[1_000, 500, 200, 50, 16].filter((peers) => peers <= most).map((peers) => planOf(peers, false)),
  ...[200, 50, 16].filter((peers) => peers <= most).map((peers) => planOf(peers, true)),
];

export const runScalePlan = async (plan: ScalePlan): Promise<ScaleReport> => runScale(await loadSodiumCrypto(), plan);
