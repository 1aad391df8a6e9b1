import { hasOwnKeys, memberReads } from '../../model/permissions.ts';
import { addEpoch } from '../effects.ts';
import { isForReaders, readersOf } from '../recipients.ts';
import { Table } from '../table.ts';
import { defineKind } from './kind-rule.ts';

/**
 * A new epoch of a channel that has keys of its own. By its readers only: whoever makes a key knows it. So nobody can
 * read along by managing channels, and every reader can help themselves when another locks them out.
 */
export const channelRotate = defineKind<'CHANNEL_ROTATE'>({
  authority: (state, { body, member }, { plant }) =>
    memberReads(state, member, body.channel) || plant === 'anyone-rotates' ? undefined : 'no-permission',
  fits: (state, { body }) => (state.channels.has(body.channel) ? undefined : 'no-such-target'),
  proves: (state, { body }, { crypto }) => {
    if (!hasOwnKeys(state.channels.get(body.channel))) return 'no-such-target';
    return isForReaders(crypto, state, body.channel, body) ? undefined : 'wrong-recipients';
  },
  apply: (state, { operation, depth, body, known }) => {
    const of = { channel: body.channel, recipients: readersOf(known, body.channel) };
    return addEpoch(state, { by: operation.id, depth, rotation: body, knows: Table.empty(), of });
  },
});
