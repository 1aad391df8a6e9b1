import { defined } from '../../base/defined.ts';
import type { ChannelId, MemberId } from '../../base/ids.ts';
import type { CommunityState } from '../community-state.ts';
import { changeChannel } from '../effects.ts';
import { hasAll } from '../rules/nobody-gives-more-than-they-have.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind, type Verdict } from './kind-rule.ts';

const managesChannels = (state: CommunityState, { member }: { member: MemberId }): Verdict =>
  needs(state, member, 'manage-channels');

const isThere = (state: CommunityState, { body }: { body: { channel: ChannelId } }): Verdict =>
  state.channels.has(body.channel) ? undefined : 'no-such-target';

export const channelUpdate = defineKind<'CHANNEL_UPDATE'>({
  authority: managesChannels,
  fits: isThere,
  apply: (state, { body }) =>
    changeChannel(state, body.channel, {
      ...defined({
        name: body.name,
        topic: body.topic,
        category: body.category,
        slowMode: body.slowMode,
        position: body.position,
      }),
    }),
});

export const channelDelete = defineKind<'CHANNEL_DELETE'>({
  authority: managesChannels,
  fits: isThere,
  apply: (state, { body }) => changeChannel(state, body.channel, { isArchived: true }),
});

/** Announcement: deny `post` to everyone and allow it to a role. Private: only the roles and members it lists. */
export const channelOverride = defineKind<'CHANNEL_OVERRIDE'>({
  authority: (state, act, { plant }) => {
    const given = act.body.overrides.flatMap(({ allow }) => allow);
    return hasAll(state, act.member, given, plant) ? managesChannels(state, act) : 'more-than-own';
  },
  fits: isThere,
  apply: (state, { body }) =>
    changeChannel(state, body.channel, {
      isPrivate: body.isPrivate,
      overrides: body.overrides,
      ...(body.history === undefined ? {} : { history: body.history }),
    }),
});
