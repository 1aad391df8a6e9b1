/** Takes what a file holds: judged as if a member had said it on a link, but nobody is dropped for it, and it is waited for. */
import { type Operation, readOperation } from '../governance/operation.ts';
import { readLaneFrame } from '../lanes/lane-frame.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { BodyFill } from './body-fill.ts';
import type { Community } from './community.ts';
import type { LaneLimits } from './lane-limits.ts';
import { bytesOf } from './restore-run.ts';

export type TakeIn = {
  /** @returns how many were new, and how many are none; rejects when they cannot be kept */
  operations: (list: readonly Uint8Array[]) => Promise<Taken>;
  /** A run of records. `refused` also for what follows records that are not here. */
  lane: (frame: Uint8Array) => Promise<Taken>;
};
export type Taken = { fresh: number; refused: number };

type Ports = {
  crypto: Crypto;
  limits: Pick<LaneLimits, 'prepare'>;
  /** Makes durable, shows and passes on; no link is the source. */
  grow: (place: LanePlace, fresh: readonly StoredRecord[], source: undefined) => Promise<void>;
  bodies: Pick<BodyFill, 'take'>;
  keepOperations: (operations: readonly Operation[], source: undefined) => Promise<void>;
};

export const createTakeIn = ({ crypto, ...ports }: Ports, community: Community): TakeIn => ({
  operations: async (list) => {
    const read = list.flatMap((bytes) => readOperation(crypto, bytes) ?? []);
    const added = read.flatMap((operation) => community.addOperation(operation));
    if (added.length > 0) await ports.keepOperations(added, undefined);
    return { fresh: added.length, refused: list.length - read.length };
  },
  lane: async (frame) => {
    const run = readLaneFrame(crypto, community.id, frame);
    if (!run.ok) return { fresh: 0, refused: 1 };
    const { place, envelopes } = run.value;
    const refused = { fresh: 0, refused: envelopes.length };
    if (!community.carries(place.channel, place.device) || !community.mayGrow(place.channel, place.device))
      return refused;
    const lane = community.lane(place.channel, place.device);
    ports.limits.prepare(place.channel, lane);
    const accepted = lane.accept(run.value);
    if (!accepted.ok) return refused;
    const fresh = accepted.value;
    if (fresh.length > 0) {
      community.laneGrew(place.channel, lane, bytesOf(fresh));
      await ports.grow(place, fresh, undefined);
    }
    await ports.bodies.take(run.value);
    return { fresh: fresh.length, refused: 0 };
  },
});
