/** A small community on an ordinary evening, with every state that a message can have. */
import type { OpId } from '../../../shared/base/ids.ts';
import type { ChannelView, MemberView } from '../../../shared/model/views.ts';
import { idOf } from '../chance.ts';
import {
  act,
  addChannel,
  addMember,
  addRole,
  MINUTE,
  NOW,
  received,
  refOf,
  say,
  type World,
  worldOf,
} from '../world.ts';

export type Cast = { alice: MemberView; bob: MemberView; carol: MemberView; bot: MemberView };

export const harbour = (): World => {
  const world = worldOf('Harbour watch', 'Alice', { about: 'Boats, tides and who has the key to the boathouse.' });
  const cast = castOf(world);
  const general = addChannel(world, 'general', { topic: 'Everything that has no channel of its own' });
  addChannel(world, 'storm-notices', {
    topic: 'Read this first',
    overrides: [{ subject: { role: 'everyone' }, allow: [], deny: ['post'] }],
  });
  addChannel(world, 'tide-tables');
  addChannel(world, 'boathouse-keys', { isPrivate: true, topic: 'For wardens' });
  addChannel(world, 'summer-2024', { isArchived: true, mayPost: false });
  const direct = addChannel(world, 'Bob', { kind: 'direct', with: cast.bob.id });
  say(world, direct, cast.bob, NOW - 90 * MINUTE, 'Can you lend me your long lens?');
  talk(world, general, cast);
  govern(world, cast);
  return world;
};

const castOf = (world: World): Cast => {
  const warden = addRole(world, 'Harbour warden', 50, ['moderate', 'manage-channels', 'post', 'attach', 'admit']);
  const [alice] = world.members;
  if (alice === undefined) throw new Error('nobody founded this');
  alice.about = 'East pier, the blue dinghy.';
  const wardens: readonly OpId[] = [warden];
  const bob = addMember(world, 'Bob', { rank: 50, roles: wardens, about: 'Ask me about engines.' });
  const carol = addMember(world, 'Carol');
  const bot = addMember(world, 'Tide bot');
  addMember(world, 'مريم البحرية', { about: 'أعرف المدّ والجزر' });
  addMember(world, 'Bob ', { looksLike: bob.id, id: idOf.member('another Bob') });
  addMember(world, 'Maximiliane Freifrau von und zu Hohenstein-Wackerbarth');
  addMember(world, 'Mallory', { status: 'banned' });
  return { alice, bob, carol, bot };
};

const talk = (world: World, general: ChannelView, { alice, bob, carol, bot }: Cast): void => {
  const at = (minutes: number): number => NOW - minutes * MINUTE;
  say(world, general, carol, at(26 * 60), 'The new fenders are in the boathouse, on the left.');
  say(world, general, alice, at(60), 'Morning! Is everybody seeing the storm warning for tonight?');
  say(world, general, bob, at(58), 'Yes. The big chat has been down for an hour, so I came here.');
  const dinghies = say(world, general, bob, at(57), 'I can move the two dinghies to the inner basin before noon.');
  act(world, dinghies, carol, { kind: 'react', emoji: '👍', on: true });
  act(world, dinghies, alice, { kind: 'react', emoji: '👍', on: true });
  act(world, dinghies, alice, { kind: 'react', emoji: '⛵', on: true });
  act(world, dinghies, alice, { kind: 'pin', on: true });
  say(world, general, carol, at(50), 'I will bring fenders and the spare lines.', { replyTo: refOf(dinghies) });
  say(
    world,
    general,
    carol,
    at(49),
    'The forecast says **force 9** from the west around 21:00, see https://weather.example.org/west',
  );
  say(world, general, bot, at(40), 'High water 18:04, 4.9 m. Low water 00:21, 0.7 m.');
  const boats = say(world, general, bob, at(39), 'Cheap boats, new boats, all boats!');
  act(world, boats, alice, { kind: 'hide', on: true, reason: 'advertising' });
  const key = say(world, general, bob, at(38), 'The key is under the third stone.');
  act(world, key, bob, { kind: 'delete', records: [{ device: key.device, seq: key.seq }] });
  const moorings = say(world, general, alice, at(30), 'I will check the moorings on the east pier.');
  act(world, moorings, alice, { kind: 'edit', text: 'I will check the moorings on the east pier and post pictures.' });
  for (const [who, text] of [
    [carol, 'Which ones?'],
    [alice, 'Those by the crane.'],
  ] as const) {
    say(world, general, who, at(28), text, { thread: refOf(moorings) });
  }
  say(world, general, alice, at(12), 'If the power goes: this keeps working over the boathouse Wi-Fi.');
  received(world, general, bob);
  received(world, general, carol, 1);
  say(world, general, alice, at(1), 'Who is at the pier now?');
};

const govern = (world: World, { alice, bob }: Cast): void => {
  const { id } = world.community;
  const entry = (kind: string, by: MemberView, change: Partial<World['audit'][number]> = {}) => ({
    operation: idOf.operation(`${kind} ${world.audit.length}`),
    kind,
    by: by.id,
    byName: by.name,
    about: {},
    at: NOW - (20 - world.audit.length) * 37 * MINUTE,
    void: undefined,
    ...change,
  });
  world.audit.push(entry('CREATE', alice));
  world.audit.push(entry('CHANNEL_CREATE', alice, { about: { channelName: 'storm-notices' } }));
  world.audit.push(entry('ADMIT', alice, { about: { member: bob.id, memberName: 'Bob' } }));
  world.audit.push(entry('BAN', bob, { about: { memberName: 'Mallory' }, reason: 'sold boats that are not theirs' }));
  world.audit.push(
    entry('KICK', bob, { about: { member: alice.id, memberName: 'Alice' }, void: 'Alice stands above Bob.' }),
  );
  world.invites.push(
    {
      id: idOf.operation('invite 1'),
      community: id,
      by: alice.id,
      usesLeft: 3,
      needsApproval: false,
      expires: undefined,
      isRevoked: false,
    },
    {
      id: idOf.operation('invite 2'),
      community: id,
      by: bob.id,
      usesLeft: 1,
      needsApproval: true,
      expires: NOW + 600 * MINUTE,
      isRevoked: false,
    },
    {
      id: idOf.operation('invite 3'),
      community: id,
      by: bob.id,
      usesLeft: 0,
      needsApproval: false,
      expires: undefined,
      isRevoked: true,
    },
  );
};
