/** A community that is as large as they get: 200 members, 40 channels, 100,000 messages. */
import type { ChannelView, MemberView, MessageView } from '../../../shared/model/views.ts';
import { type Chance, chanceFrom } from '../chance.ts';
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
import { CATEGORIES, CHANNELS, EMOJI, FIRST_NAMES, LAST_NAMES, LINES, LONG_LINES, ODD_NAMES, TOPICS } from './words.ts';

const MEMBERS = 200;
const MESSAGES = 100_000;
/** Of those, in the first channel. */
const IN_FIRST = 12_000;

export const busyCommunity = (): World => {
  const chance = chanceFrom('busy-community');
  const world = worldOf('North Sea Sailors', 'Alice', { about: 'Everybody between Ostend and Skagen.' });
  const roles = [addRole(world, 'Moderators', 80, ['moderate', 'purge']), addRole(world, 'Skippers', 20, ['post'])];
  for (let at = 1; at < MEMBERS; at += 1) {
    const role = at < 8 ? roles[0] : at < 60 ? roles[1] : undefined;
    addMember(world, nameAt(at), {
      rank: at < 8 ? 80 : at < 60 ? 20 : 0,
      roles: role === undefined ? [] : [role],
      ...(at === 1 ? { role: 'co-owner' as const, rank: 1_001 } : {}),
    });
  }
  CHANNELS.forEach((name, at) => {
    const channel = addChannel(world, name, {
      topic: TOPICS[at % TOPICS.length] ?? '',
      isPrivate: name.endsWith('-only'),
      ...inCategory(at),
    });
    fill(world, channel, at === 0 ? IN_FIRST : Math.floor((MESSAGES - IN_FIRST) / (CHANNELS.length - 1)), chance);
  });
  world.members.slice(1, 4).forEach((other) => {
    const direct = addChannel(world, other.name, { kind: 'direct', with: other.id });
    say(world, direct, other, NOW - 300 * MINUTE, chance.pick(LINES));
  });
  return world;
};

const inCategory = (at: number) => {
  const category = CATEGORIES[Math.floor(at / 8)];
  return category === undefined || at < 3 ? {} : { category };
};

const nameAt = (at: number): string =>
  ODD_NAMES[at - 10] ??
  `${FIRST_NAMES[at % FIRST_NAMES.length] ?? ''} ${LAST_NAMES[Math.floor(at / FIRST_NAMES.length) % LAST_NAMES.length] ?? ''}`;

const fill = (world: World, channel: ChannelView, count: number, chance: Chance): void => {
  let who = chance.pick(world.members);
  let before: MessageView | undefined;
  let root: MessageView | undefined;
  for (let at = 0; at < count; at += 1) {
    const sentAt = NOW - (count - at) * 3 * MINUTE + chance.upTo(3 * MINUTE);
    if (!chance.oneIn(3)) who = chance.pick(world.members);
    const message = say(world, channel, who, sentAt, lineOf(chance), standsIn(chance, before, root));
    react(world, message, who, chance);
    if (chance.oneIn(200)) root = message;
    before = message;
  }
  world.members.slice(1, 60).forEach((member) => received(world, channel, member));
};

const lineOf = (chance: Chance): string => (chance.oneIn(9) ? chance.pick(LONG_LINES) : chance.pick(LINES));

const standsIn = (chance: Chance, before: MessageView | undefined, root: MessageView | undefined) => {
  if (before !== undefined && chance.oneIn(12)) return { replyTo: refOf(before) };
  return root !== undefined && chance.oneIn(40) ? { thread: refOf(root) } : {};
};

const react = (world: World, message: MessageView, who: MemberView, chance: Chance): void => {
  if (chance.oneIn(25)) {
    const emoji = chance.pick(EMOJI);
    for (let more = chance.upTo(4); more >= 0; more -= 1) {
      act(world, message, chance.pick(world.members), { kind: 'react', emoji, on: true }, message.sentAt + more);
    }
  }
  if (chance.oneIn(60))
    act(world, message, who, { kind: 'edit', text: `${message.text} (corrected)` }, message.sentAt + MINUTE);
  if (chance.oneIn(900)) act(world, message, who, { kind: 'pin', on: true }, message.sentAt + MINUTE);
};
