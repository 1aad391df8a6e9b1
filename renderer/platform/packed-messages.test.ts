import fc from 'fast-check';
import { expect, test } from 'vitest';

import { clockText } from '../../shared/base/clock-text.ts';
import type { ChannelId, CommunityId, DeviceId, MemberId, RecordId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import { messagesIn, packMessages } from './packed-messages.ts';

const PLACE = { community: 'kelp' as CommunityId, channel: 'tides' as ChannelId };
const CHANNEL_KEY = 'kelp/tides';
const read = (messages: string): MessageView[] => messagesIn({ channelKey: CHANNEL_KEY, messages });

const message = (ms: number, counter: number, more: Partial<MessageView> = {}): MessageView => {
  const record = `record-${ms}-${counter}` as RecordId;
  const id = `${record}.0`;
  return {
    ...PLACE,
    id,
    record,
    author: 'alice' as MemberId,
    authorName: 'Alice',
    device: 'laptop' as DeviceId,
    seq: counter,
    text: 'low tide',
    sentAt: ms,
    sortKey: `${clockText(ms, counter)}.${id}`,
    ...more,
  };
};

const anyText = fc.string({ unit: 'binary' });
const ref = fc.record({ id: anyText, sortKey: anyText });
const anyMessage = fc
  .record({
    ms: fc.nat(2 ** 31),
    counter: fc.nat(65_535),
    more: fc.record(
      {
        text: anyText,
        author: fc.constantFrom('alice', 'bob') as fc.Arbitrary<MemberId>,
        authorName: anyText,
        device: fc.constantFrom('laptop', 'phone') as fc.Arbitrary<DeviceId>,
        seq: fc.nat(),
        // what a later version may write otherwise
        id: anyText,
        record: anyText as fc.Arbitrary<RecordId>,
        sentAt: fc.nat(),
        sortKey: anyText,
        replyTo: ref,
        thread: ref,
        editedAt: fc.nat(),
        isPinned: fc.constant(true as const),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ ms, counter, more }) => message(ms, counter, more));

test('what is packed is the same when it is read', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 5 }), (messages) => {
      expect(read(packMessages(messages))).toEqual(messages);
    }),
  );
});

test('what a message has in common with others, or what its sort key says, is not spelled out', () => {
  const messages = Array.from({ length: 100 }, (_, at) => message(1_700_000_000_000 + at, 0));
  const packed = packMessages(messages);
  expect(packed.length).toBeLessThan(JSON.stringify(messages).length / 3);
  expect(packed.match(/alice/g)).toHaveLength(1);
});

test('no row has no messages', () => {
  expect(messagesIn(undefined)).toEqual([]);
});
