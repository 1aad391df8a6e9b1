/** What is asked for of the neighbours, and in which order: the tail that is seen first, other tails, then lanes and bodies. */
import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import { createBodyAsker } from './body-asker.ts';
import { createLaneAsker, type LaneAsker } from './lane-asker.ts';
import type { BodyWant, LaneWant } from './link-message.ts';
import { behindOf, laneKey, type LinkSession } from './link-session.ts';
import type { SyncEffects } from './sync-effects.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { createTailAsker, type TailAsker } from './tail-asker.ts';

export type Asking = Pick<LaneAsker, 'grew' | 'isAsked' | 'isWaiting' | 'wantOverdue'> & {
  /** Content may be exchanged on this link from now on. */
  begin: (session: LinkSession) => void;
  /** A neighbour told what it has of these lanes. */
  told: (session: LinkSession, channel: ChannelId, devices: readonly DeviceId[]) => void;
  /** Asks for all that some neighbour has and this device has not. */
  askAll: () => void;
  /** The tail that is seen first was asked for, and has its moment. */
  awaitsFirst: () => boolean;
  /** That is over. */
  firstIsHere: () => void;
  takeTail: TailAsker['take'];
  closed: (link: LinkId) => void;
  retry: () => void;
  askAnew: () => void;
};

export type SayWants = {
  lanes: (session: LinkSession, channel: ChannelId, lanes: readonly LaneWant[]) => void;
  bodies: (session: LinkSession, channel: ChannelId, lanes: readonly BodyWant[]) => void;
  tail: (session: LinkSession, channel: ChannelId, count: number) => void;
};

const FEW_RECORDS = 16;

/** @param sessions in the order in which they are asked; who stalls goes to the end */
export const createAsking = (
  community: SyncedCommunity,
  sessions: Map<LinkId, LinkSession>,
  effects: Pick<SyncEffects, 'askSoon' | 'firstSoon' | 'tailsFrom' | 'watch'>,
  say: SayWants,
): Asking => {
  const lanes = createLaneAsker(community, sessions, say.lanes);
  const bodies = createBodyAsker(community, sessions, say.bodies);
  const tails = createTailAsker(community, sessions, say.tail, effects.tailsFrom);
  /** What is seen first has a moment for itself: everything else makes it slower, here and there. */
  let isFirstAwaited = false;

  /** A few records are most likely on their way already. */
  const expectAll = (channel: ChannelId, devices: readonly DeviceId[]): void => {
    for (const device of devices) lanes.expect(laneKey(channel, device));
    if (devices.length > 0) effects.watch();
  };

  const told: Asking['told'] = (session, channel, devices) => {
    const behind = devices.map((device) => behindOf(session, community, laneKey(channel, device)));
    // the first table tells of what was before
    if (!session.tabled.has(channel) && behind.some((records) => records > 0)) effects.askSoon();
    session.tabled.add(channel);
    if (isFirstAwaited) return;
    // the tails of all channels are asked for before any lane
    if (tails.isDue(channel, behind)) effects.askSoon();
    else if (behind.some((records) => records > FEW_RECORDS)) lanes.want(session, channel, devices);
    else
      expectAll(
        channel,
        devices.filter((_, at) => (behind[at] ?? 0) > 0),
      );
    if (devices.some((device) => community.missingBodies(channel, community.lane(channel, device)).length > 0))
      bodies.askAll();
  };

  const askAll = (): void => {
    if (isFirstAwaited) return;
    // tails have a moment for themselves
    if (tails.askAll()) return effects.askSoon();
    lanes.wantAll();
    bodies.askAll();
  };

  return {
    begin: (session) => {
      if (!tails.begin(session)) return;
      isFirstAwaited = true;
      effects.firstSoon();
    },
    told,
    askAll,
    awaitsFirst: () => isFirstAwaited,
    firstIsHere: () => {
      isFirstAwaited = false;
      askAll();
    },
    ...passedOn(lanes),
    takeTail: tails.take,
    closed: (link) => [tails, lanes, bodies].forEach(({ closed }) => closed(link)),
    retry: () => [lanes, bodies].forEach(({ retry }) => retry()),
    askAnew: () => {
      lanes.askAnew();
      bodies.retry();
    },
  };
};

const passedOn = ({ wantOverdue, grew, isAsked, isWaiting }: LaneAsker) => ({ wantOverdue, grew, isAsked, isWaiting });
