/** People who are in one community from the start, by name, for stories about who can read and do what in it. */
import type { ChannelId, CommunityId, MemberId, OpId } from '../base/ids.ts';
import type { GovernanceAct } from '../model/acts.ts';
import type { ChannelView } from '../model/views.ts';
import type { PeerApi } from '../peer/peer-api.ts';
import { createSimWorld, type SimPerson, type SimWorld } from './sim-people.ts';

export type PeerTown = {
  world: SimWorld;
  community: CommunityId;
  general: ChannelId;
  invite: string;
  the: (name: string) => SimPerson;
  /** Somebody else from now on plays this part: after a restart, say. */
  cast: (name: string, person: SimPerson) => void;
  /** A new person comes in with an invite. */
  joins: (name: string, invite?: string) => Promise<void>;
  member: (name: string) => Promise<MemberId>;
  govern: (name: string, act: GovernanceAct) => ReturnType<PeerApi['govern']>;
  /** The same, and it must count. */
  does: (name: string, act: GovernanceAct) => Promise<OpId>;
  post: (name: string, channel: ChannelId, text: string) => ReturnType<PeerApi['post']>;
  /** The same, and it must be saved. */
  says: (name: string, channel: ChannelId, text: string) => Promise<void>;
  reads: (name: string, channel: ChannelId) => Promise<string[]>;
  lists: (name: string) => Promise<ChannelView[]>;
  part: (name: string, offline: boolean) => void;
};

export const orThrow = <T>(result: { ok: true; value: T } | { ok: false; error: string; message: string }): T => {
  if (!result.ok) throw new Error(`${result.error}: ${result.message}`);
  return result.value;
};

/** @param names the first founds it */
export const createPeerTown = async (seed: number, names: readonly string[]): Promise<PeerTown> => {
  const world = await createSimWorld(seed);
  const people = new Map<string, SimPerson>();
  const the = (name: string): SimPerson => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`${name} is not here`);
    return person;
  };
  const [founder = 'alice', ...others] = names;
  people.set(founder, await world.person(founder));
  const place = orThrow(await the(founder).peer.createCommunity({ name: 'Kelp', memberName: founder }));
  const { community } = place;

  const joins = async (name: string, invite = place.invite): Promise<void> => {
    if (!people.has(name)) people.set(name, await world.person(name));
    const joined = the(name).peer.join({ invite, memberName: name });
    await world.quiet();
    orThrow(await joined);
  };
  for (const name of others) await joins(name);

  const govern: PeerTown['govern'] = (name, act) => the(name).peer.govern({ community, act });
  const post: PeerTown['post'] = (name, channel, text) => the(name).peer.post({ community, channel, text });
  return {
    world,
    community,
    general: place.channel,
    invite: place.invite,
    the,
    cast: (name, person) => void people.set(name, person),
    joins,
    member: async (name) => {
      const { queries } = the(founder);
      const known = [...(await queries.members(community)), ...(await queries.formerMembers(community))];
      const found = known.find((each) => each.name === name);
      if (found === undefined) throw new Error(`${name} is no member`);
      return found.id;
    },
    govern,
    does: async (name, act) => orThrow(await govern(name, act)),
    post,
    says: async (name, channel, text) => void orThrow(await post(name, channel, text)),
    reads: (name, channel) => the(name).texts(community, channel),
    lists: (name) => the(name).queries.channels(community),
    part: (name, offline) => the(name).transport.setOffline(offline),
  };
};
