/** Alice founds Kelp; bob, carol and mallory join; bob and carol can be made moderators. What they do to messages. */
import type { ChannelId, CommunityId, MemberId, OpId } from '../base/ids.ts';
import type { GovernanceAct, MessageAct } from '../model/acts.ts';
import type { Permission } from '../model/permissions.ts';
import { type MessageView, targetOf } from '../model/views.ts';
import type { ActError } from '../peer/peer-api.ts';
import { createSimWorld, type SimPerson, type SimWorld } from './sim-people.ts';

export type Done = { ok: boolean; error?: ActError };
type WithoutTarget<Act> = Act extends MessageAct ? Omit<Act, 'target'> : never;

export type MessageCast = {
  world: SimWorld;
  place: { community: CommunityId; channel: ChannelId };
  the: (name: string) => SimPerson;
  join: (name: string) => Promise<void>;
  restart: (name: string) => Promise<void>;
  part: (name: string, offline: boolean) => void;
  post: (name: string, text: string, to?: { replyTo?: MessageView; thread?: MessageView }) => Promise<MessageView>;
  /** Does something to a message, as the person's own app would. */
  act: (name: string, message: MessageView, act: WithoutTarget<MessageAct>) => Promise<Done>;
  govern: (name: string, act: GovernanceAct) => Promise<OpId>;
  memberId: (name: string) => Promise<MemberId>;
  giveRole: (rank: number, permissions: readonly Permission[], ...names: string[]) => Promise<void>;
  history: (name: string) => Promise<MessageView[]>;
  /** The message as somebody has it. */
  see: (name: string, message: MessageView) => Promise<MessageView | undefined>;
};

const orThrow = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

export const createMessageCast = async (seed: number): Promise<MessageCast> => {
  const world = await createSimWorld(seed);
  const people = new Map<string, SimPerson>([['alice', await world.person('alice')]]);
  const the = (name: string): SimPerson => {
    const person = people.get(name);
    if (person === undefined) throw new Error(`${name} is not here`);
    return person;
  };
  const { community, channel, invite } = orThrow(
    await the('alice').peer.createCommunity({ name: 'Kelp', memberName: 'alice' }),
  );
  const join = async (name: string): Promise<void> => {
    const person = await world.person(name);
    people.set(name, person);
    const joined = person.peer.join({ invite, memberName: name });
    await world.quiet();
    orThrow(await joined);
    await world.quiet();
  };
  for (const name of ['bob', 'carol', 'mallory']) await join(name);

  const history = (name: string): Promise<MessageView[]> => the(name).messages(community, channel);
  const memberId = async (name: string): Promise<MemberId> => {
    const found = (await the('alice').queries.members(community)).find((member) => member.name === name);
    if (found === undefined) throw new Error(`${name} is no member`);
    return found.id;
  };
  const govern = async (name: string, act: GovernanceAct): Promise<OpId> =>
    orThrow(await the(name).peer.govern({ community, act }));

  return {
    world,
    place: { community, channel },
    the,
    join,
    restart: async (name) => void people.set(name, await the(name).restart()),
    part: (name, offline) => the(name).transport.setOffline(offline),
    post: async (name, text, to = {}) => {
      const refs = {
        ...(to.replyTo && { replyTo: targetOf(to.replyTo) }),
        ...(to.thread && { thread: targetOf(to.thread) }),
      };
      await world.quiet(50); // no two things at the same millisecond
      const { id } = orThrow(await the(name).peer.post({ community, channel, text, ...refs }));
      const posted = (await history(name)).find((message) => message.id === id);
      if (posted === undefined) throw new Error('what was posted is not shown');
      return posted;
    },
    act: async (name, message, act) => {
      await world.quiet(50);
      return the(name).peer.act({ community, channel, act: { ...act, target: targetOf(message) } as MessageAct });
    },
    govern,
    memberId,
    giveRole: async (rank, permissions, ...names) => {
      const role = await govern('alice', { kind: 'create-role', name: `rank ${rank}`, rank, permissions });
      for (const name of names) await govern('alice', { kind: 'assign-role', member: await memberId(name), role });
      await world.quiet();
    },
    history,
    see: async (name, { id }) => (await history(name)).find((message) => message.id === id),
  };
};
