/**
 * Messages of one channel as they are stored: JSON without what can be told from the rest. Spelled out they are three times as
 * long, and a browser copies, writes and reads each byte several times.
 */
import type { ChannelId, CommunityId, DeviceId, MemberId, RecordId } from '../../shared/base/ids.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { MessageChunk } from './database.ts';

type Packed = {
  /** Who speaks, and from which device. */
  by: [author: MemberId, authorName: string, device: DeviceId][];
  /** `by`: place in the list of those. The rest is what else there is, and what is not as its sort key says. */
  said: [sortKey: string, by: number, seq: number, text: string, rest?: Partial<MessageView>][];
};

export const packMessages = (messages: readonly MessageView[]): string => {
  const by: Packed['by'] = [];
  const places = new Map<string, number>();
  const said = messages.map((message): Packed['said'][number] => {
    const { author, authorName, device, sortKey, seq, text } = message;
    const key = `${device} ${author} ${authorName}`;
    const place = places.get(key) ?? by.push([author, authorName, device]) - 1;
    places.set(key, place);
    const rest = restOf(message);
    return rest === undefined ? [sortKey, place, seq, text] : [sortKey, place, seq, text, rest];
  });
  return JSON.stringify({ by, said } satisfies Packed);
};

/** Of a row; none if there is no row. */
export const messagesIn = (row: Pick<MessageChunk, 'channelKey' | 'messages'> | undefined): MessageView[] => {
  if (row === undefined) return [];
  const { channelKey, messages } = row;
  const { by, said } = JSON.parse(messages) as Packed;
  const slash = channelKey.indexOf('/');
  const community = channelKey.slice(0, slash) as CommunityId;
  const channel = channelKey.slice(slash + 1) as ChannelId;
  return said.map(([sortKey, place, seq, text, rest]) => {
    const [author, authorName, device] = by[place] ?? NOBODY;
    const id = idIn(sortKey);
    const record = recordIn(id);
    const sentAt = msIn(sortKey);
    const message = { id, community, channel, device, seq, sentAt, sortKey, author, authorName, record, text };
    return rest === undefined ? message : { ...message, ...rest };
  });
};

const NOBODY: Packed['by'][number] = ['' as MemberId, '', '' as DeviceId];

/** A sort key is 16 hex digits of the clock, `.`, id; an id is the record, `.`, a number. */
const idIn = (sortKey: string): string => sortKey.slice(17);
const recordIn = (id: string): RecordId => id.slice(0, id.indexOf('.')) as RecordId;
const msIn = (sortKey: string): number => Number.parseInt(sortKey.slice(0, 12), 16);

const restOf = ({
  author: _author,
  authorName: _name,
  device: _device,
  community: _community,
  channel: _channel,
  sortKey,
  seq: _seq,
  text: _text,
  id,
  record,
  sentAt,
  ...more
}: MessageView): Partial<MessageView> | undefined => {
  const rest: Partial<MessageView> = more;
  if (id !== idIn(sortKey)) rest.id = id;
  if (record !== recordIn(idIn(sortKey))) rest.record = record;
  if (sentAt !== msIn(sortKey)) rest.sentAt = sentAt;
  for (const _ in rest) return rest;
  return undefined;
};
