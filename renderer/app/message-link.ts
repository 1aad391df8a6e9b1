/** A link to one message: `holdfast://message#COMMUNITY.CHANNEL.SORTKEY`. It says where a message stands and lets nobody in. */
import { type ChannelId, type CommunityId, parseChannelId, parseCommunityId } from '../../shared/base/ids.ts';
import type { MessageRef, MessageView } from '../../shared/model/views.ts';

export type MessageLink = { community: CommunityId; channel: ChannelId; to: MessageRef };

const PREFIX = 'holdfast://message#';

/** 16 hex digits of the clock, `.`, the record's id, `.`, the op's number. */
const FORM = /^([\w-]{43})\.([\w-]{43})\.([0-9a-f]{16}\.([\w-]{43}\.\d{1,2}))$/;

/** As many characters as a link has at most. */
export const MAX_LINK_LENGTH = PREFIX.length + 2 * 44 + 17 + 46;

export const messageLink = ({ community, channel, sortKey }: Pick<MessageView, 'community' | 'channel' | 'sortKey'>) =>
  `${PREFIX}${community}.${channel}.${sortKey}`;

/** The link with which a text begins, without a full stop after it. */
export const messageLinkAt = (text: string): { link: MessageLink; length: number } | undefined => {
  for (const length of [text.length, text.length - 1]) {
    const link = parseMessageLink(text.slice(0, length));
    if (link !== undefined) return { link, length };
  }
  return undefined;
};

/** @returns undefined if it is no such link, or has anything before or after it */
export const parseMessageLink = (text: string): MessageLink | undefined => {
  if (!text.startsWith(PREFIX) || text.length > MAX_LINK_LENGTH) return undefined;
  const [, ofCommunity = '', ofChannel = '', sortKey = '', id = ''] = FORM.exec(text.slice(PREFIX.length)) ?? [];
  const [community, channel] = [parseCommunityId(ofCommunity), parseChannelId(ofChannel)];
  return community === undefined || channel === undefined ? undefined : { community, channel, to: { id, sortKey } };
};
