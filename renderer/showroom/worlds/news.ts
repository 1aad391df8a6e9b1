/** What waits to be read: behind the mark, come late, and meant for this person; and somebody is typing. */
import type { CommunityId } from '../../../shared/base/ids.ts';
import { mentionToken } from '../../../shared/model/mentions.ts';
import { mentionOf } from '../../app/mention-inbox.ts';
import { channelIn, memberIn } from '../of-scene.ts';
import type { Scene } from '../scene.ts';
import { MINUTE, NOW, refOf, say, type World } from '../world.ts';

const A_DAY = 24 * 60 * MINUTE;

export const newsIn = (
  world: World,
  others: readonly World[],
): Pick<Scene, 'personal' | 'late' | 'mentions' | 'tells'> => {
  const general = channelIn(world, 'general');
  const [alice, bob, carol] = [memberIn(world, 'Alice'), memberIn(world, 'Bob'), memberIn(world, 'Carol')];
  const scope = { community: world.community.id, channel: general.id };
  const token = mentionToken({ kind: 'member', id: alice.id });
  const asked = say(world, general, carol, NOW - 35 * MINUTE, `${token} have you got the key to the crane?`);
  const [own] = world.messages.filter(({ author }) => author === alice.id);
  const answer = say(world, general, bob, NOW - 20 * MINUTE, 'I saw it too.', own && { replyTo: refOf(own) });
  for (const minutes of [3, 2, 1]) {
    say(world, channelIn(world, 'tide-tables'), bob, NOW - minutes * MINUTE, 'High water 06:31.');
  }
  const read = world.messages.filter(({ channel, sentAt }) => channel === general.id && sentAt < NOW - 45 * MINUTE);
  const late = read.filter(({ text }) => text.includes('new fenders'));
  return {
    personal: [
      ...[world, ...others].map(({ community }) => sinceOf(community.id)),
      { kind: 'read', ...scope, upTo: read.at(-1)?.sortKey ?? '', round: 1 },
    ],
    late: [{ ...scope, keys: late.map(({ sortKey }) => sortKey) }],
    mentions: [mentionOf(asked, 'member'), mentionOf(answer, 'reply')],
    tells: [{ kind: 'typing', ...scope, member: carol.id }],
  };
};

const sinceOf = (community: CommunityId) => ({ kind: 'since' as const, community, at: NOW - 3 * A_DAY });
