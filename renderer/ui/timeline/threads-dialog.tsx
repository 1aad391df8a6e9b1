/** The threads of a channel, the one that was written in last first. */
import { MessagesSquare } from 'lucide-react';

import type { ChannelView, CommunityView, MessageView, ThreadView } from '../../../shared/model/views.ts';
import { useApp, useQuery } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';
import { nameIn, useMessagePlace, wordsOf } from './message-place.ts';
import './passing-on.css';

type ThreadsDialogProps = { community: CommunityView; channel: ChannelView; close: () => void };

type Listed = ThreadView & { first: MessageView | undefined };

export const ThreadsDialog = ({ community, channel, close }: ThreadsDialogProps) => {
  const { messages, services } = useApp();
  const place = useMessagePlace(community, channel, useEverybody(community.id), '');
  const threads = useThreads(community, channel);
  const roving = useRoving((threads ?? []).map(({ root }) => root.id));
  const now = services.now();
  const open = ({ root }: ThreadView): void => {
    close();
    messages.thread.set({ community: community.id, channel: channel.id, root });
  };
  const name = channel.kind === 'direct' ? channel.name : `#${channel.name}`;
  return (
    <Dialog title={strings.threads.title(name)} onClose={close}>
      <DialogBody>
        {threads?.length === 0 ? <p className="dim">{strings.threads.none}</p> : null}
        <ul
          className={threads === undefined || threads.length === 0 ? '' : 'rows'}
          aria-label={strings.threads.title(name)}
          {...roving.listProps}
        >
          {threads?.map((thread) => {
            const { root, replies, newest, first } = thread;
            const text = first === undefined ? strings.threads.gone : wordsOf(place, first);
            return (
              <li key={root.id}>
                <button
                  type="button"
                  className="row thread-row"
                  data-testid="thread"
                  onClick={() => open(thread)}
                  {...roving.itemProps(root.id)}
                >
                  {first === undefined ? (
                    <MessagesSquare size={20} aria-hidden />
                  ) : (
                    <Avatar id={first.author} name={nameIn(place, first.author, first.authorName)} size="s" />
                  )}
                  <span className="row-words">
                    <span className="row-title thread-row-text" dir="auto">
                      {text}
                    </span>
                    <span className="row-note" dir="auto">
                      {strings.threads.replies(replies)} · {nameIn(place, newest.author, newest.authorName)}{' '}
                      {sinceWhen(newest.sentAt, now)}
                    </span>
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </DialogBody>
    </Dialog>
  );
};

const useThreads = (community: CommunityView, channel: ChannelView): readonly Listed[] | undefined =>
  useQuery(`threads ${channel.id}`, async ({ services: { queries } }) => {
    const threads = await queries.threads(community.id, channel.id);
    const roots = await queries.messagesAt(
      community.id,
      channel.id,
      threads.map(({ root }) => root.sortKey),
    );
    return threads.map((thread) => ({ ...thread, first: roots.find(({ id }) => id === thread.root.id) }));
  });
