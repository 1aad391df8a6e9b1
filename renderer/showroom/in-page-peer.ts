/** A core that lives in the page and keeps nothing: enough of it that the page can be used. Nobody else is there. */
import type { CommunityId } from '../../shared/base/ids.ts';
import { fail, ok } from '../../shared/base/result.ts';
import type { GovernanceAct, MessageAct } from '../../shared/model/acts.ts';
import type { ChannelView, EffectAct, MemberView, MessageView } from '../../shared/model/views.ts';
import type { CodeApi } from '../../shared/peer/code-api.ts';
import type { DeviceApi } from '../../shared/peer/device-api.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import type { PresenceView } from '../../shared/model/presence.ts';
import type { PeerStatus } from '../../shared/model/status.ts';
import { idOf } from './chance.ts';
import { act, addChannel, NOW, refOf, say, type World, worldOf } from './world.ts';

const INVITE = `holdfast://join#${'k3'.repeat(60)}`;
const NOT_HERE = 'Nobody else is in this scene, so this leads nowhere.';
const NO_ANSWER =
  'This is a first code, not an answer. Give your own code to the other person, and paste here what they get for it: it begins with HOLDFAST-ANSWER:';
const PHRASE = `${'abandon '.repeat(23)}art`;

export type Stage = {
  worlds: () => readonly World[];
  /** Shows what a world is like by now, and what was added to it since. */
  show: (world: World) => Promise<void>;
  add: (world: World) => Promise<void>;
  status: PeerStatus | undefined;
  tells: readonly PeerEvent[];
  refuses: boolean;
};

export const createInPagePeer = (stage: Stage): PeerApi => {
  let clock = NOW;
  const tick = (): number => (clock += 1_000);
  const find = (id: CommunityId): World | undefined => findIn(stage, id);
  return {
    createCommunity: async ({ name, memberName }) => {
      const world = worldOf(name, memberName);
      const channel = addChannel(world, 'general');
      await stage.add(world);
      return ok({ community: world.community.id, channel: channel.id, invite: INVITE });
    },
    createInvite: async () => ok(INVITE),
    ownMember: async (community) => idOf.member(`me in ${community ?? 'the next one'}`),
    join: async () => fail('nobody-answered', NOT_HERE),
    govern: async ({ community, act: what }) => {
      const world = find(community);
      if (world === undefined || !govern(world, what)) return fail('no-such-target', NOT_HERE);
      await stage.show(world);
      return ok(idOf.operation(`done ${tick()}`));
    },
    audit: async (community) => find(community)?.audit ?? [],
    post: postTo(stage, tick),
    act: async ({ community, act: what }) => {
      const world = find(community);
      const me = world && myself(world);
      const message = world?.messages.find(({ record }) => record === what.target.record);
      if (world === undefined || me === undefined || message === undefined) return fail('no-such-message', NOT_HERE);
      const done = act(world, message, me, effectOf(what, message), tick());
      await stage.show(world);
      return ok(idOf.record(done.id));
    },
    openDirect: async ({ community, member }) => {
      const world = find(community);
      const other = world?.members.find(({ id }) => id === member);
      if (world === undefined || other === undefined) return fail('no-such-member', NOT_HERE);
      const direct = directIn(world, other);
      await stage.show(world);
      return ok(direct.id);
    },
    status: async () => stage.status ?? Promise.reject(new Error(NOT_HERE)),
    presence: async (community) => linkedIn(stage, community),
    subscribe: toldBy(stage),
    ...NOTHING_HAPPENS,
    ...devicesOf(stage),
  };
};

const findIn = (stage: Stage, id: CommunityId): World | undefined =>
  stage.worlds().find(({ community }) => community.id === id);

const myself = (world: World) => world.members.find(({ id }) => id === world.community.me);

const postTo =
  (stage: Stage, tick: () => number): PeerApi['post'] =>
  async ({ community, channel, text, replyTo, thread }) => {
    if (stage.refuses)
      return fail('slow-mode', 'You wrote here just now. In this channel wait 30 seconds between messages.');
    const world = findIn(stage, community);
    const place = world?.channels.find(({ id }) => id === channel);
    const me = world && myself(world);
    if (world === undefined || place === undefined || me === undefined) return fail('no-such-channel', NOT_HERE);
    const [answered, root] = [replyTo, thread].map((target) =>
      world.messages.find((one) => one.record === target?.record),
    );
    const said = say(world, place, me, tick(), text, {
      ...(answered === undefined ? {} : { replyTo: refOf(answered) }),
      ...(root === undefined ? {} : { thread: refOf(root) }),
    });
    await stage.show(world);
    return ok({ id: said.id, record: said.record, seq: said.seq });
  };

const directIn = (world: World, { id, name }: MemberView): ChannelView =>
  world.channels.find((channel) => channel.with === id) ?? addChannel(world, name, { kind: 'direct', with: id });

const toldBy =
  ({ tells }: Stage): PeerApi['subscribe'] =>
  (tell) => {
    const again = (): void => tells.forEach(tell);
    const timer = setInterval(again, TELL_EVERY_MS);
    queueMicrotask(again);
    return () => clearInterval(timer);
  };

const linkedIn = ({ status }: Stage, community: CommunityId): PresenceView[] =>
  (status?.links ?? []).flatMap(({ community: where, member }, at): PresenceView[] =>
    where === community && member !== undefined ? [{ member, ...seenAs(at) }] : [],
  );

const seenAs = (at: number): Omit<PresenceView, 'member'> =>
  at % 3 === 0
    ? { state: 'here', status: 'Out on the water until six' }
    : { state: at % 3 === 1 ? 'away' : 'here', status: '' };

/** Who types is heard of every few seconds. */
const TELL_EVERY_MS = 3_000;

const NOTHING_HAPPENS: Pick<
  PeerApi,
  'lanes' | 'cutLink' | 'showPresence' | 'showTyping' | 'tellOwnDevices' | 'setPicture' | 'dispose'
> = {
  showPresence: async () => undefined,
  showTyping: async () => undefined,
  tellOwnDevices: async () => undefined,
  setPicture: async () => fail('no-such-target', NOT_HERE),
  lanes: async () => [],
  cutLink: async () => 0,
  dispose: async () => undefined,
};

/** The person's devices, and codes: all that is not about one community. */
const devicesOf = (stage: Stage): DeviceApi & CodeApi => ({
  recoveryPhrase: async () => PHRASE,
  restoreFromPhrase: async () => fail('bad-phrase', NOT_HERE),
  devices: async () =>
    stage.worlds().flatMap(({ community: { id, device, me } }) =>
      me === undefined
        ? []
        : [
            { community: id, device, isThis: true, since: idOf.operation('device 1') },
            { community: id, device: idOf.device('an old phone'), isThis: false, since: idOf.operation('device 2') },
          ],
    ),
  createDeviceCode: async () => `holdfast://device#${'q7'.repeat(40)}`,
  confirmDevice: async () => fail('nobody-asks', NOT_HERE),
  linkDevice: async () => fail('nobody-answered', NOT_HERE),
  offerCode: async () => ok(`HF1:${'8c2m'.repeat(60)}`),
  answerCode: async () => fail('no-address', NOT_HERE),
  acceptCode: async ({ code }) => {
    const [world] = stage.worlds();
    return world === undefined || !code.startsWith('HOLDFAST-ANSWER:')
      ? fail('offer-instead', NO_ANSWER)
      : ok(world.community.id);
  },
});

const effectOf = (what: MessageAct, { device, seq, thread }: MessageView): EffectAct => {
  const gone = { records: [{ device, seq }], ...(thread === undefined ? {} : { thread }) };
  switch (what.kind) {
    case 'edit':
      return { kind: 'edit', text: what.text };
    case 'delete':
      return { kind: 'delete', ...gone };
    case 'purge':
      return { kind: 'purge', ...gone, ...reasonOf(what) };
    case 'react':
      return { kind: 'react', emoji: what.emoji, on: what.on };
    case 'hide':
      return { kind: 'hide', on: what.on, ...reasonOf(what) };
    case 'pin':
      return { kind: 'pin', on: what.on };
  }
};

const reasonOf = ({ reason }: { reason?: string }) => (reason === undefined ? {} : { reason });

/** @returns false for what scenes do not play */
const govern = (world: World, what: GovernanceAct): boolean => {
  switch (what.kind) {
    case 'create-channel':
      addChannel(world, what.name, { topic: what.topic ?? '', isPrivate: what.isPrivate ?? false });
      return true;
    case 'update-channel':
      world.channels = world.channels.map((channel) =>
        channel.id === what.channel
          ? { ...channel, name: what.name ?? channel.name, topic: what.topic ?? channel.topic }
          : channel,
      );
      return true;
    case 'set-profile':
      world.members = world.members.map((member) =>
        member.id === world.community.me
          ? { ...member, name: what.name ?? member.name, about: what.about ?? member.about }
          : member,
      );
      return true;
    case 'update-community':
      world.community = {
        ...world.community,
        name: what.name ?? world.community.name,
        about: what.about ?? world.community.about,
      };
      return true;
    default:
      return false;
  }
};
