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
  /** Forgets what has not been said again. @returns whose words do not hold any more */
  expire: () => DeviceId[];
  /** Of those that are there. */
  beats: () => Beat[];
  /** How many other devices were heard of. */
  count: () => number;
  of: (member: MemberId) => PresenceView;
};

/** Who is linked and has never said anything of themselves by then is there: a program of before, or one without a person. */
const SILENT_MS = 3_000;
/** Who has lost a link says so to the others at once. */
const LOST_MS = 8_000;
const GONE_MS = 60_000;

type DevicesOfMembers = { members: { get: (member: MemberId) => { devices: Iterable<DeviceId> } | undefined } };

export const createPresenceBook = (
  clock: Clock,
  community: Pick<Community, 'standing' | 'isRemoved'> & { state: () => DevicesOfMembers | undefined },
  sessions: () => readonly LinkSession[],
): PresenceBook => {
  const heard = new Map<DeviceId, Heard>();
  /** In this run. Their silence is no sign that they are there: they may be invisible. */
  const beaten = new Set<DeviceId>();

  const isLinked = (device: DeviceId, ms = 0): boolean =>
    sessions().some(
      (session) =>
        session.device === device && isProvenMember(session, community) && clock.now() - session.openedAt >= ms,
    );

  /** A link that opens again shows that what was heard before is still so. */
  const isLost = (device: DeviceId, { lostAt }: Heard): boolean =>
    lostAt !== undefined && clock.now() - lostAt >= LOST_MS && !isLinked(device);

  const stateOf = (device: DeviceId): { state: PresenceState; status: string } => {
    const known = heard.get(device);
    if (known === undefined) {
      const isHere = !beaten.has(device) && isLinked(device, SILENT_MS);
      return { state: isHere ? 'here' : 'offline', status: '' };
    }
    const { body } = known;
    if (body.kind === 'gone' || isLost(device, known)) return { state: 'offline', status: '' };
    return { state: body.kind, status: body.status };
  };

  return {
    note: (beat, body) => {
      const until = clock.now() + (body.kind === 'gone' ? GONE_MS : body.holds * 1_000);
      heard.set(beat.device, { beat, body, until });
      beaten.add(beat.device);
    },
    closed: (device) => {
      const known = heard.get(device);
      if (known !== undefined) known.lostAt = clock.now();
    },
    expire: () => {
      const now = clock.now();
      const lost = [...heard].filter(([device, known]) => isLost(device, known)).map(([device]) => device);
      const ended = [...heard].filter(([, { until }]) => until <= now).map(([device]) => device);
      for (const device of ended) heard.delete(device);
      return [...new Set([...lost, ...ended])];
    },
    beats: () =>
      [...heard]
        .filter(([device, known]) => known.body.kind !== 'gone' && !isLost(device, known))
        .map(([, { beat }]) => beat),
    count: () => heard.size,
    of: (member) => {
      const states = [...(community.state()?.members.get(member)?.devices ?? [])].map(stateOf);
      const best = states.find(({ state }) => state === 'here') ?? states.find(({ state }) => state === 'away');
      return { member, state: best?.state ?? 'offline', status: best?.status ?? '' };
    },
  };
};

type Heard = { beat: Beat; body: Stated; until: number; lostAt?: number };
