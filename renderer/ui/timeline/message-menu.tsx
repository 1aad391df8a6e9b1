/** Everything that can be done to a message, and doing it. */
import {
  Copy,
  Eraser,
  Eye,
  EyeOff,
  Flag,
  Forward,
  History,
  Link,
  MailOpen,
  type LucideIcon,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
  UserRound,
} from 'lucide-react';

import { drop } from '../../../shared/base/drop.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import type { AppModel } from '../../app/app-model.ts';
import { messageLink } from '../../app/message-link.ts';
import { withNames, withOwnNames } from '../../app/mention-text.ts';
import { threadOf } from '../../app/message-desk.ts';
import type { MessageOffer } from '../../app/offered-acts.ts';
import { Menu } from '../primitives/menu.tsx';
import type { Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';
import { type MessagePlace, nameIn } from './message-place.ts';

const ICONS: Readonly<Record<MessageOffer, LucideIcon>> = {
  reply: Reply,
  thread: MessagesSquare,
  react: SmilePlus,
  edit: Pencil,
  copy: Copy,
  versions: History,
  link: Link,
  forward: Forward,
  report: Flag,
  'mark-unread': MailOpen,
  who: UserRound,
  pin: Pin,
  unpin: PinOff,
  hide: EyeOff,
  show: Eye,
  delete: Trash2,
  purge: Eraser,
};

const isDanger = (offer: MessageOffer): boolean => ['delete', 'purge', 'report'].includes(offer);

type MessageMenuProps = {
  at: Spot;
  place: MessagePlace;
  message: MessageView;
  offers: readonly MessageOffer[];
  choose: (offer: MessageOffer) => void;
  close: () => void;
};

export const MessageMenu = ({ at, place, message, offers, choose, close }: MessageMenuProps) => (
  <Menu
    at={at}
    label={strings.message.menu(nameIn(place, message.author, message.authorName))}
    items={offers.map((offer) => {
      const Icon = ICONS[offer];
      return {
        key: offer,
        label: strings.message[offer],
        icon: <Icon size={16} aria-hidden />,
        danger: isDanger(offer),
      };
    })}
    onChoose={(key) => {
      const offer = offers.find((one) => one === key);
      if (offer !== undefined) choose(offer);
    }}
    onClose={close}
  />
);

/** What asks first. */
const DIALOGS = {
  hide: 'hide-message',
  delete: 'delete-message',
  purge: 'purge-message',
  forward: 'forward',
  report: 'report',
  versions: 'versions',
} as const;

/** All but those that open a sheet beside the row. */
export const doOffer = (
  { messages, dialog, services, announcement, unread }: AppModel,
  { composer, names }: MessagePlace,
  message: MessageView,
  offer: Exclude<MessageOffer, 'react' | 'who'>,
): void => {
  const copy = (text: string): void =>
    drop(
      services.copyText(text).then(
        () => announcement.set(strings.copied),
        () => messages.refusal.set(strings.copyFailed),
      ),
      'copying a message',
      services.report,
    );
  switch (offer) {
    case 'reply':
      return messages.replies.answer(composer, message);
    case 'thread':
      return messages.thread.set(threadOf(message));
    case 'edit':
      return messages.editing.set({ id: message.id, text: withNames(message.text, names) });
    case 'copy':
    case 'link':
      return copy(offer === 'link' ? messageLink(message) : withOwnNames(message.text, names));
    case 'mark-unread':
      return unread.markUnread(message);
    case 'pin':
    case 'unpin':
      return drop(messages.perform(message, { kind: 'pin', on: offer === 'pin' }), 'pinning', services.report);
    case 'show':
      return drop(messages.perform(message, { kind: 'hide', on: false }), 'showing a message again', services.report);
    default:
      return dialog.set({ kind: DIALOGS[offer], message });
  }
};
