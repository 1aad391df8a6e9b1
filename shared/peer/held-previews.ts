/** The previews that are shown: what comes in order takes their place, what does not count after all is taken back. */
import { equalBytes } from '../base/bytes.ts';
import type { LanePlace } from '../lanes/record.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import { type LaneKey, laneKey, laneOf, type LinkSession } from '../sync/link-session.ts';
import { mostTold } from '../sync/most-told.ts';
import type { Community } from './community.ts';
import { createPreviewScreen, type Previewed } from './preview-screen.ts';
import { createPreviewWriter } from './preview-writer.ts';
import type { RuntimePorts } from './runtime-ports.ts';

export type HeldPreviews = {
  hold: (place: LanePlace, records: readonly StoredRecord[]) => void;
  /** Records of a lane are durable now, and about to be shown. */
  arrived: (place: LanePlace, fresh: readonly StoredRecord[]) => Promise<void>;
  /** Governance changed, and the limits of lanes with it. */
  governed: () => Promise<void>;
  /** Takes back what none of the neighbours has: whoever sent it may never come again. */
  look: (sessions: readonly LinkSession[]) => Promise<void>;
};

/** Bounds the memory, however often links come and go before anything arrives in order. */
const MAX_HELD = 4_000;

export const createHeldPreviews = (
  ports: Pick<RuntimePorts, 'clock' | 'crypto' | 'projection' | 'drop'>,
  community: Community,
): HeldPreviews => {
  const screen = createPreviewScreen(ports, community);
  const held = new Map<LaneKey, Map<number, Previewed>>();
  const writer = createPreviewWriter(screen, held, ports.drop, ports.clock.after);

  const takeBack = async (key: LaneKey, gone: readonly Previewed[]): Promise<void> => {
    await screen.takeBack(gone);
    if (held.get(key)?.size !== 0) return;
    held.delete(key);
    writer.end(key);
  };

  const hold = (place: LanePlace, records: readonly StoredRecord[]): void => {
    const key = laneKey(place.channel, place.device);
    const lane = held.get(key) ?? new Map<number, Previewed>();
    const fresh = records
      .filter(({ envelope }) => !lane.has(envelope.seq))
      .slice(0, Math.max(0, MAX_HELD - sizeOf(held)))
      .map((record): Previewed => ({ placed: { place, record }, said: undefined }));
    if (fresh.length === 0) return;
    for (const one of fresh) lane.set(one.placed.record.envelope.seq, one);
    held.set(key, lane);
    writer.show(fresh);
  };

  const lookAgain = async (key: LaneKey, lane: Map<number, Previewed>): Promise<void> => {
    const { channel, device } = laneOf(key);
    await takeBack(key, takeFrom(lane, community.lane(channel, device).limit()));
    const unseen = [...lane.values()].filter(({ said }) => said === undefined);
    if (unseen.length > 0) await screen.show(unseen);
  };

  const eachInTurn = async (act: typeof lookAgain): Promise<void> => {
    if (held.size === 0) return;
    await writer.inTurn(async () => {
      for (const [key, lane] of held) await act(key, lane);
    });
  };

  return {
    hold,
    arrived: async (place, fresh) => {
      const key = laneKey(place.channel, place.device);
      const lane = held.get(key);
      if (lane === undefined) return;
      await writer.inTurn(async () => {
        const gone = settled(lane, fresh);
        const durable = community.lane(place.channel, place.device).durable();
        // of what came another way, as from the journal
        for (const seq of lane.keys()) if (seq < durable) lane.delete(seq);
        await takeBack(key, gone);
      });
    },
    look: (sessions) =>
      eachInTurn(async (key, lane) => {
        const most = mostTold(community, sessions, laneOf(key));
        if (most !== undefined) await takeBack(key, takeFrom(lane, most));
      }),
    governed: () => eachInTurn(lookAgain),
  };
};

/** Takes out of a lane’s previews what lies at its limit, or beyond. */
const takeFrom = (lane: Map<number, Previewed>, limit: number): Previewed[] => {
  const beyond = [...lane].filter(([seq]) => seq >= limit);
  for (const [seq] of beyond) lane.delete(seq);
  return beyond.map(([, one]) => one);
};

/** Takes out of a lane's previews what has come. @returns those that came otherwise, or without their words */
const settled = (lane: Map<number, Previewed>, fresh: readonly StoredRecord[]): Previewed[] => {
  const gone: Previewed[] = [];
  for (const record of fresh) {
    const one = lane.get(record.envelope.seq);
    if (one === undefined) continue;
    lane.delete(record.envelope.seq);
    const isSame = equalBytes(one.placed.record.id, record.id);
    if (!isSame || record.body === undefined) gone.push(one);
    if (isSame) continue;
    // the lanes part there, so all that follows is of the other one
    gone.push(...lane.values());
    lane.clear();
  }
  return gone;
};

const sizeOf = (held: ReadonlyMap<LaneKey, ReadonlyMap<number, Previewed>>): number =>
  [...held.values()].reduce((sum, lane) => sum + lane.size, 0);
