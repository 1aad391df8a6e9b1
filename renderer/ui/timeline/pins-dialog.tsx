/** What is pinned in a channel, each with a way to it. */
import type { ChannelView, CommunityView, MessageView } from '../../../shared/model/views.ts';
import { useApp, useQuery } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { dateAndTime } from '../time-words.ts';
import { nameIn, useMessagePlace, wordsOf } from './message-place.ts';

type PinsDialogProps = { community: CommunityView; channel: ChannelView; close: () => void };

export const PinsDialog = ({ community, channel, close }: PinsDialogProps) => {
  const { messages } = useApp();
  const pinned = useQuery(`pinned ${channel.id}`, ({ services }) => services.queries.pinned(community.id, channel.id));
  const place = useMessagePlace(community, channel, useEverybody(community.id), '');
  const go = ({ id, sortKey }: MessageView): void => {
    close();
    messages.jump.set({ channel: channel.id, to: { id, sortKey } });
  };
  return (
    <Dialog title={strings.pins.title} onClose={close}>
      <DialogBody>
        {pinned?.length === 0 ? <p className="dim">{strings.pins.none}</p> : null}
        <ul className={pinned === undefined || pinned.length === 0 ? '' : 'rows'} aria-label={strings.pins.title}>
          {pinned?.toReversed().map((message) => (
            <li key={message.id} className="row" data-testid="pinned">
              <Avatar id={message.author} name={nameIn(place, message.author, message.authorName)} size="s" />
              <span className="row-words">
                <span className="row-note" dir="auto">
                  {nameIn(place, message.author, message.authorName)} · {dateAndTime(message.sentAt)}
                </span>
                <span className="pinned-text" dir="auto">
                  {wordsOf(place, message)}
                </span>
              </span>
              <Button onClick={() => go(message)}>{strings.pins.jump}</Button>
            </li>
          ))}
        </ul>
      </DialogBody>
    </Dialog>
  );
};
