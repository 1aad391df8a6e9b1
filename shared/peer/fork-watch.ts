/** A device that signed two records under one number: proves it to everybody, once, and looks for where its lanes part. */
import { equalBytes, toBase64Url } from '../base/bytes.ts';
import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import { createReader } from '../base/reader.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneRun } from '../lanes/lane-frame.ts';
import {
  type Envelope,
  hasValidSignature,
  readEnvelope,
  recordIdOf,
  type SignedRecord,
  writeEnvelope,
} from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Community } from './community.ts';

/** How far back a lane is asked for, attempt by attempt, until the records meet. */
const STEPS_BACK = [64, 4_096, Number.MAX_SAFE_INTEGER];
/** Of lanes and links in all; more is somebody playing with us. */
const MAX_SEARCHES = 256;

export type ForkWatch = {
  /** A run that does not fit what is here. */
  noticed: (session: LinkSession, run: LaneRun, error: 'fork' | 'apart') => void;
  /** The other side has other records than this one below `count`. */
  parted: (session: LinkSession, place: LaneName, count: number) => void;
  closed: (link: LinkId) => void;
};

type LaneName = { channel: ChannelId; device: DeviceId };

export const createForkWatch = (
  crypto: Crypto,
  community: Community,
  acts: {
    prove: (body: OperationBody) => void;
    ask: (session: LinkSession, lane: LaneName, from: number) => void;
  },
): ForkWatch => {
  const searches = new Map<string, number>();

  const isProven = ({ channel, device }: LaneName, seq: number): boolean =>
    (community.state()?.forks.get(device)?.lanes[channel] ?? Number.POSITIVE_INFINITY) <= seq;

  const askEarlier = (session: LinkSession, place: LaneName, near: number): void => {
    const key = `${session.link} ${place.channel} ${place.device}`;
    const attempt = searches.get(key) ?? 0;
    const back = STEPS_BACK[attempt];
    if (back === undefined || searches.size >= MAX_SEARCHES) return;
    searches.set(key, attempt + 1);
    acts.ask(session, place, Math.max(0, near - back));
  };

  const noticed: ForkWatch['noticed'] = (session, run, error) => {
    const lane = community.lane(run.place.channel, run.place.device);
    const fork = findFork(crypto, lane, run);
    if (fork === undefined || error === 'apart') return askEarlier(session, run.place, fork?.seq ?? lane.accepted());
    if (isProven(run.place, fork.seq) || community.plant === 'forks-not-proven') return;
    acts.prove({
      kind: 'FORK_PROOF',
      device: run.place.device,
      channel: run.place.channel,
      records: [spelledOut(fork.here.segment, fork.here.envelope), spelledOut(run.place.segment, fork.there)],
    });
  };

  return {
    noticed,
    parted: (session, place, count) => askEarlier(session, place, count),
    closed: (link) => {
      for (const key of searches.keys()) if (key.startsWith(`${link} `)) searches.delete(key);
    },
  };
};

type Fork = { seq: number; here: StoredRecord; there: Envelope };

/** The first record of a run that has another id than the one here under its number, and is properly signed. */
const findFork = (crypto: Crypto, lane: Lane, run: LaneRun): Fork | undefined => {
  let before: SignedRecord | undefined;
  for (const [i, bytes] of run.envelopes.entries()) {
    const follows = run.from + i === 0 ? undefined : (before ?? lane.record(numberOf(bytes) - 1));
    const envelope = readEnvelope(bytes, follows);
    const here = envelope && lane.record(envelope.seq);
    if (envelope === undefined || here === undefined) return undefined;
    const id = recordIdOf(crypto, run.place, envelope);
    if (!equalBytes(here.id, id) && hasValidSignature(crypto, run.place, envelope))
      return { seq: envelope.seq, here, there: envelope };
    before = { id, envelope };
  }
  return undefined;
};

/** An envelope begins with its version, its flags and its number. */
const numberOf = (bytes: Uint8Array): number => createReader(bytes.subarray(2)).varuint();

const spelledOut = (segment: number, envelope: Envelope): { segment: number; envelope: string } => ({
  segment,
  envelope: toBase64Url(writeEnvelope(envelope, undefined)),
});
