/** A link to a message, by the channel's name of now. Leads there where that channel is here. */
import { MessageSquare } from 'lucide-react';

import { drop } from '../../../shared/base/drop.ts';
import type { MessageLink } from '../../app/message-link.ts';
import { useApp } from '../app-context.ts';
import { strings } from '../strings.ts';
import type { Drawing } from './drawing.ts';

export const MessageLinkView = ({ link, drawing }: { link: MessageLink; drawing: Drawing }) => {
  const { messages, services, visit } = useApp();
  const name =
    link.community === drawing.community ? drawing.names.nameOf({ kind: 'channel', id: link.channel }) : undefined;
  const go = async (): Promise<void> => {
    const channels = await services.queries.channels(link.community);
    if (!channels.some(({ id }) => id === link.channel)) return messages.refusal.set(strings.messageLink.elsewhere);
    messages.jump.set({ channel: link.channel, to: link.to });
    visit(link.community, link.channel);
  };
  return (
    <button
      type="button"
      className="mention"
      tabIndex={drawing.tabIndex}
      onClick={() => drop(go(), 'following a link to a message', services.report)}
    >
      <MessageSquare size={12} aria-hidden />{' '}
      <bdi>{name === undefined ? strings.messageLink.unknown : strings.messageLink.inPlace(`#${name}`)}</bdi>
    </button>
  );
};
