/** Tells on what neighbours say of who is there and who types, over the branches of the tree that records take (SY-18). */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import { may, mayRead } from '../model/permissions.ts';
import type { Beat, BeatBody } from '../sync/beat.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';
import type { Soon } from './soon.ts';

export type PresenceRelay = (session: LinkSession, beat: Beat, body: BeatBody) => void;

/** Gathered for so long: not more than so many messages a second go over a link. */
const PASS_ON_MS = 200;

type Hearing = Pick<Community, 'directs' | 'state'>;

/** Nobody hears that somebody types where they may not read. */
export const mayHearOf = ({ directs, state }: Hearing, device: DeviceId, channel: ChannelId): boolean => {
  const direct = directs.get(channel);
  if (direct !== undefined) return directs.isOfBoth(direct, device);
  const known = state();
  return known !== undefined && mayRead(known, device, channel);
};

export const mayType = ({ directs, state }: Hearing, device: DeviceId, channel: ChannelId): boolean => {
  const direct = directs.get(channel);
  if (direct !== undefined) return directs.isOfBoth(direct, device);
  const known = state();
  return known !== undefined && may(known, device, 'post', channel);
};

export const createPresenceRelay = (
  ports: { members: () => LinkSession[]; send: (session: LinkSession, beats: readonly Beat[]) => void; soon: Soon },
  community: Hearing,
): PresenceRelay => {
  const fresh: { beat: Beat; body: BeatBody; from: LinkSession }[] = [];

  const passOn = (): void => {
    const passed = fresh.splice(0);
    for (const session of ports.members()) {
      if (session.isLazy) continue;
      const beats = passed.filter(
        ({ beat, body, from }) =>
          from !== session &&
          beat.device !== session.device &&
          (body.kind !== 'typing' || mayHearOf(community, session.device, body.channel)),
      );
      if (beats.length > 0)
        ports.send(
          session,
          beats.map((each) => each.beat),
        );
    }
  };

  return (session, beat, body) => {
    fresh.push({ beat, body, from: session });
    ports.soon('pass on', PASS_ON_MS, passOn);
  };
};
