/**
 * Four people of three ranks, and everything that one of them may try: the material of the tests that combine
 * operations in every way. Alice owns, bob and carol moderate, mallory is a plain member; dave was kicked.
 */
import { toBase64Url } from '../base/bytes.ts';
import { type ChannelId, channelId, idBytes, type OpId } from '../base/ids.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { recipientsHash } from '../governance/recipients.ts';
import type { Override } from '../model/permissions.ts';
import type { Crypto } from '../ports/crypto.ts';
import { noteRecipients } from './governance-judge-acts.ts';
import { createGovernanceCast, type GovernanceCast, type InviteHandle, type Person } from './governance-cast.ts';

export type Town = {
  cast: GovernanceCast;
  alice: Person;
  bob: Person;
  carol: Person;
  /** Carol's second device. */
  tablet: Person;
  mallory: Person;
  erin: Person;
  open: InviteHandle;
  once: InviteHandle;
  guards: OpId;
  helpers: OpId;
  /** A channel for guards and mallory, with a key of its own. */
  staff: ChannelId;
  staffKey: OpId;
};

/** Ranks: alice owner, bob 50 with all that a guard may, carol 50 as well, mallory 0. */
export const buildTown = (crypto: Crypto, seed = 1): Town => {
  const cast = createGovernanceCast(crypto, seed);
  const [alice, bob, carol, mallory, erin] = ['alice', 'bob', 'carol', 'mallory', 'erin'].map((name) =>
    cast.person(name),
  ) as [Person, Person, Person, Person, Person];
  cast.found(alice);
  const open = cast.invite(alice);
  const once = cast.invite(alice, { uses: 1 });
  for (const one of [bob, carol, mallory]) cast.admit(alice, one, open);
  const role = (
    name: string,
    rank: number,
    permissions: Extract<OperationBody, { kind: 'ROLE_CREATE' }>['permissions'],
  ) => cast.sign(alice, { kind: 'ROLE_CREATE', name, rank, permissions }).id;
  const guards = role('guards', 50, [
    'manage-community',
    'moderate',
    'manage-roles',
    'manage-invites',
    'manage-channels',
    'admit',
    'post',
    'attach',
    'speak',
  ]);
  const helpers = role('helpers', 10, ['manage-channels', 'post']);
  for (const one of [bob, carol]) cast.sign(alice, { kind: 'ROLE_ASSIGN', member: one.member, role: guards });
  cast.sign(alice, { kind: 'CHANNEL_CREATE', name: 'general', topic: '' });
  const tablet = cast.person('carol’s tablet', carol);
  cast.meet(alice, bob, carol, mallory);
  cast.addDevice(carol, tablet);
  cast.meet(alice, bob, carol, mallory);
  const staff = channelId(idBytes(cast.sign(bob, { kind: 'CHANNEL_CREATE', name: 'staff', topic: '' }).id));
  cast.sign(bob, staffFor(staff, [{ role: guards }, { member: mallory.member }]));
  const staffKey = cast.sign(bob, keyFor(cast, staff, [bob, carol, tablet, mallory])).id;
  cast.meet(alice, bob, carol, tablet, mallory);
  return { cast, alice, bob, carol, tablet, mallory, erin, open, once, guards, helpers, staff, staffKey };
};

const staffFor = (channel: ChannelId, subjects: readonly Override['subject'][]): OperationBody => ({
  kind: 'CHANNEL_OVERRIDE',
  channel,
  isPrivate: true,
  overrides: subjects.map((subject) => ({ subject, allow: [], deny: [] })),
});

/** A key for these devices. It opens nothing: the resolver has no secrets. */
const keyFor = (cast: GovernanceCast, channel: ChannelId, people: readonly Person[]): OperationBody => {
  const devices = people.map(({ device }) => device);
  const hash = recipientsHash(cast.crypto, devices);
  noteRecipients(hash, devices);
  const secretHash = toBase64Url(cast.crypto.hash(idBytes(channel)));
  return { kind: 'CHANNEL_ROTATE', channel, secretHash, recipientsHash: hash, boxes: [] };
};

export type Move = { name: string; who: Person; body: () => OperationBody };

/** What each person may try; most of it is not allowed to most of them. */
export const menuOf = (town: Town): Move[] => {
  const { cast, alice, bob, carol, mallory, erin } = town;
  const general = cast.all.find(({ body }) => body.kind === 'CHANNEL_CREATE');
  const cut = (target: Person) => ({ device: target.device, lanes: [] });
  const against = (who: Person, target: Person): Move[] => [
    move(who, `kicks ${target.name}`, () => ({ kind: 'KICK', member: target.member, devices: [cut(target)] })),
    move(who, `bans ${target.name}`, () => ({ kind: 'BAN', member: target.member, devices: [cut(target)] })),
    move(who, `makes ${target.name} a helper`, () => ({
      kind: 'ROLE_ASSIGN',
      member: target.member,
      role: town.helpers,
    })),
    move(who, `makes ${target.name} a guard`, () => ({
      kind: 'ROLE_ASSIGN',
      member: target.member,
      role: town.guards,
    })),
    move(who, `takes the guards' role from ${target.name}`, () => ({
      kind: 'ROLE_UNASSIGN',
      member: target.member,
      role: town.guards,
    })),
    move(who, `unbans ${target.name}`, () => ({ kind: 'UNBAN', member: target.member })),
  ];
  const alone = (who: Person): Move[] => [
    move(who, 'leaves', () => ({ kind: 'LEAVE' })),
    move(who, 'invites', () => cast.draftInvite()),
    move(who, 'admits erin with the one-use invite', () => cast.admitBody(erin, town.once)),
    move(who, 'admits erin', () => cast.admitBody(erin, town.open)),
    move(who, 'revokes the open invite', () => ({ kind: 'REVOKE_INVITE', invite: town.open.id })),
    move(who, 'opens a channel', () => ({ kind: 'CHANNEL_CREATE', name: 'more', topic: '' })),
    move(who, 'closes general', () => ({
      kind: 'CHANNEL_DELETE',
      channel: channelId(idBytes(general?.id ?? town.open.id)),
    })),
    move(who, 'weakens guards', () => ({ kind: 'ROLE_UPDATE', role: town.guards, permissions: ['post'] })),
    move(who, 'lowers guards', () => ({ kind: 'ROLE_UPDATE', role: town.guards, rank: 5 })),
    move(who, 'strengthens everyone', () => ({
      kind: 'ROLE_UPDATE',
      role: 'everyone',
      permissions: ['moderate', 'manage-roles', 'manage-invites', 'admit', 'post', 'attach', 'speak'],
    })),
    move(who, 'deletes guards', () => ({ kind: 'ROLE_DELETE', role: town.guards })),
    move(who, 'makes a strong role', () => ({
      kind: 'ROLE_CREATE',
      name: 'strong',
      rank: 900,
      permissions: ['purge'],
    })),
    move(who, 'gives the community to bob', () => ({ kind: 'TRANSFER_OWNER', to: bob.member })),
    move(who, 'gives the community to mallory', () => ({ kind: 'TRANSFER_OWNER', to: mallory.member })),
    move(who, 'posts an incident note', () => ({ kind: 'COMMUNITY_NOTE', text: `from ${who.name}`, at: 1 })),
    move(who, 'renames themselves', () => ({ kind: 'SET_PROFILE', name: 'somebody' })),
  ];
  const removal = (who: Person, target: Person): Move =>
    move(who, `removes ${target === carol ? 'carol’s first device' : target.name}`, () => ({
      kind: 'REMOVE_DEVICE',
      device: target.device,
      lanes: [],
    }));
  const phone = cast.person('carol’s phone', carol);
  const ofDevices = [
    ...[alice, bob, carol, mallory].map((who) => removal(who, town.tablet)),
    removal(town.tablet, carol),
    removal(bob, carol),
    move(town.tablet, 'opens a channel', () => ({ kind: 'CHANNEL_CREATE', name: 'of the tablet', topic: '' })),
    move(town.tablet, 'kicks mallory', () => ({ kind: 'KICK', member: mallory.member, devices: [cut(mallory)] })),
    ...[carol, town.tablet, mallory].map((who) => move(who, 'adds carol’s phone', () => cast.deviceBody(phone))),
  ];
  const boxFor = ({ device }: Person) => ({ device, box: toBase64Url(new Uint8Array(80)) });
  const ofChannels = [alice, bob, carol, mallory].flatMap((who) => [
    move(who, 'lists guards only', () => staffFor(town.staff, [{ role: town.guards }])),
    move(who, 'lists alice and mallory', () =>
      staffFor(town.staff, [{ member: alice.member }, { member: mallory.member }]),
    ),
    move(who, 'makes a key for all of staff', () => keyFor(cast, town.staff, [bob, carol, town.tablet, mallory])),
    move(who, 'makes a key for guards', () => keyFor(cast, town.staff, [bob, carol, town.tablet])),
    move(who, 'makes a key for general', () => keyFor(cast, channelId(idBytes(general?.id ?? town.open.id)), [alice])),
    move(who, 'gives staff’s key to alice', () => ({
      kind: 'EPOCH_BOXES',
      epoch: town.staffKey,
      boxes: [boxFor(alice)],
    })),
  ]);
  return [...ofDevices, ...ofChannels].concat(
    [alice, bob, carol, mallory].flatMap((who) => [
      ...[alice, bob, carol, mallory].filter((target) => target !== who).flatMap((target) => against(who, target)),
      ...alone(who),
    ]),
  );
};

const move = (who: Person, what: string, body: () => OperationBody): Move => ({
  name: `${who.name} ${what}`,
  who,
  body,
});
