/** What becomes of a frame on its way to the screen, as the community's runtime does it, but for the journal. */
import type { CommunityId } from '../../shared/base/ids.ts';
import { type LaneRun, readLaneFrame } from '../../shared/lanes/lane-frame.ts';
import { epochIdOf } from '../../shared/lanes/named-ids.ts';
import { readOps } from '../../shared/lanes/ops.ts';
import { decryptBody, type LanePlace } from '../../shared/lanes/record.ts';
import type { StoredRecord } from '../../shared/lanes/stored-record.ts';
import type { Community } from '../../shared/peer/community.ts';
import { takeUnsavedPages } from '../../shared/peer/stored-pages.ts';
import { knownToAuthor } from '../../shared/peer/judge-record.ts';
import { createMessageFeed } from '../../shared/peer/message-feed.ts';
import type { PlacedRecord } from '../../shared/peer/message-stubs.ts';
import type { Crypto } from '../../shared/ports/crypto.ts';
import { createMemoryProjection } from '../../shared/peer/memory-projection.ts';
import type { VerifyTown } from './verify-town.ts';

export type Taken = { place: LanePlace; fresh: StoredRecord[] };

export const readFrame = (crypto: Crypto, community: CommunityId, frame: Uint8Array): LaneRun => {
  const run = readLaneFrame(crypto, community, frame);
  if (!run.ok) throw new Error(`a frame was refused: ${run.error}`);
  return run.value;
};

/** Chain and signature. */
export const acceptRun = (community: Community, run: LaneRun): Taken => {
  const lane = community.lane(run.place.channel, run.place.device);
  const accepted = lane.accept(run);
  if (!accepted.ok) throw new Error(`a run was refused: ${accepted.error}`);
  community.laneGrew(run.place.channel, lane, run.envelopes.length);
  lane.markDurable(lane.accepted());
  return { place: run.place, fresh: accepted.value };
};

/** Decrypted, judged, parsed: views for a projection that keeps nothing. */
const openFeed = (crypto: Crypto, community: Community) => {
  let announced = 0;
  const projection = {
    ...createMemoryProjection(),
    putMessages: async () => undefined,
    putEffects: async () => undefined,
  };
  const ports = { crypto, projection, effect: () => undefined, dropped: () => undefined };
  const feed = createMessageFeed({ ...ports, message: () => void (announced += 1) }, community);
  return { show: (taken: Taken) => feed.show(placedOf(taken), { isNew: true }), announced: () => announced };
};

export const placedOf = ({ place, fresh }: Taken): PlacedRecord[] => fresh.map((record) => ({ place, record }));

/** @returns how many messages came out */
export const verifyAll = async (crypto: Crypto, { frames }: VerifyTown, community: Community): Promise<number> => {
  const feed = openFeed(crypto, community);
  for (const frame of frames) await feed.show(acceptRun(community, readFrame(crypto, community.id, frame)));
  return feed.announced();
};

export type Parts = Record<'frames' | 'lanes' | 'pages' | 'rights' | 'decryption' | 'schema' | 'views', number>;

/** The same work, one part after another. Milliseconds; `views` is what is left of showing after the three before it. */
export const timeParts = async (crypto: Crypto, town: VerifyTown, community: Community): Promise<Parts> => {
  const runs: LaneRun[] = [];
  const frames = timed(() => runs.push(...town.frames.map((frame) => readFrame(crypto, community.id, frame))));
  const queue: Taken[] = [];
  const lanes = timed(() => queue.push(...runs.map((run) => acceptRun(community, run))));
  const pages = timed(() => takeUnsavedPages(community, { isShown: () => true }));
  const placed = queue.flatMap(placedOf);
  const rights = timed(() => placed.forEach(({ place, record }) => knownToAuthor(community, place, record.envelope)));
  const plain: Uint8Array[] = [];
  const decryption = timed(() => placed.forEach((each) => plain.push(decrypt(crypto, community, each))));
  const schema = timed(() => plain.forEach((bytes) => readOps(bytes)));
  const start = performance.now();
  const feed = openFeed(crypto, community);
  for (const taken of queue) await feed.show(taken);
  const shown = performance.now() - start;
  return { frames, lanes, pages, rights, decryption, schema, views: shown - rights - decryption - schema };
};

const decrypt = (crypto: Crypto, community: Community, { place, record }: PlacedRecord): Uint8Array => {
  const epoch = community.keys.epoch(epochIdOf(record.envelope));
  const plain = epoch && record.body && decryptBody(crypto, place, record.envelope, record.body, epoch.recordKey);
  if (plain === undefined) throw new Error('a body does not open');
  return plain;
};

const timed = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
