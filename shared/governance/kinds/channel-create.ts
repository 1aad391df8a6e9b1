import { channelId, idBytes } from '../../base/ids.ts';
import { MAX_CHANNELS } from '../rules/limits.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

/** A channel's id is that of the operation that made it. */
export const channelCreate = defineKind<'CHANNEL_CREATE'>({
  authority: (state, { member }) => needs(state, member, 'manage-channels'),
  fits: (state) => (state.channels.size < MAX_CHANNELS ? undefined : 'too-many'),
  apply: (state, { body, operation }) => {
    const id = channelId(idBytes(operation.id));
    const { name, topic, category = '' } = body;
    const channel = {
      id,
      name,
      topic,
      category,
      slowMode: 0,
      position: state.channels.size,
      isArchived: false,
      isPrivate: false,
      history: 'full' as const,
      overrides: [],
    };
    return { ...state, channels: state.channels.set(id, channel) };
  },
});
