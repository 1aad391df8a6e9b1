/** Who is there, by what was heard; forgotten when it has not been said again in time. */
import type { DeviceId, MemberId } from '../base/ids.ts';
import type { PresenceState, PresenceView } from '../model/presence.ts';
import type { Clock } from '../ports/clock.ts';
import type { Beat, BeatBody } from '../sync/beat.ts';
import { isProvenMember, type LinkSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';

type Stated = Exclude<BeatBody, { kind: 'typing' }>;

export type PresenceBook = {
  note: (beat: Beat, body: Stated) => void;
  /** The link is gone; unless the device is heard of again soon, so is its person. */
  closed: (device: DeviceId) => void;
  /** Forgets what has not been said again. @returns whose it was */
  expire: () => DeviceId[];
  /** Of those that are there. */
  beats: () => Beat[];
  /** How many other devices were heard of. */
  count: () => number;
  of: (member: MemberId) => PresenceView;
};

/** Who is linked and has said nothing of themselves by then is there: a program of before, or one without a person. */
const SILENT_MS = 3_000;
/** Who has lost a link says so to the others at once. */
const LOST_MS = 8_000;
const GONE_MS = 60_000;

export const createPresenceBook = (
  clock: Clock,
  community: Pick<Community, 'state' | 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): PresenceBook => {
  const heard = new Map<DeviceId, { beat: Beat; body: Stated; until: number }>();

  const isLinked = (device: DeviceId): boolean =>
    sessions().some(
      (session) =>
        session.device === device && isProvenMember(session, community) && clock.now() - session.openedAt >= SILENT_MS,
    );

  const stateOf = (device: DeviceId): { state: PresenceState; status: string } => {
    const body = heard.get(device)?.body;
    if (body === undefined) return { state: isLinked(device) ? 'here' : 'offline', status: '' };
    return body.kind === 'gone' ? { state: 'offline', status: '' } : { state: body.kind, status: body.status };
  };

  return {
    note: (beat, body) => {
      const until = clock.now() + (body.kind === 'gone' ? GONE_MS : body.holds * 1_000);
      heard.set(beat.device, { beat, body, until });
    },
    closed: (device) => {
      const known = heard.get(device);
      if (known !== undefined) known.until = Math.min(known.until, clock.now() + LOST_MS);
    },
    expire: () => {
      const now = clock.now();
      // who is not to be seen stays unseen for as long as the link shows that they are there
      const ended = [...heard]
        .filter(([device, { until, body }]) => until <= now && !(body.kind === 'gone' && isLinked(device)))
        .map(([device]) => device);
      for (const device of ended) heard.delete(device);
      return ended;
    },
    beats: () => [...heard.values()].filter(({ body }) => body.kind !== 'gone').map(({ beat }) => beat),
    count: () => heard.size,
    of: (member) => {
      const states = [...(community.state()?.members.get(member)?.devices ?? [])].map(stateOf);
      const best = states.find(({ state }) => state === 'here') ?? states.find(({ state }) => state === 'away');
      return { member, state: best?.state ?? 'offline', status: best?.status ?? '' };
    },
  };
};
