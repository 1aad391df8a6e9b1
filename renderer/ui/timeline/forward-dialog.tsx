/** Passes a message on into another channel of the community: a copy, whose words it is, and a link. */
import { type SubmitEvent, useState } from 'react';

import type { ChannelView, CommunityView, MessageView } from '../../../shared/model/views.ts';
import { asListed } from '../../app/channel-sections.ts';
import { toQuote } from '../../app/mention-text.ts';
import { messageLink } from '../../app/message-link.ts';
import { ownNameOf } from '../../app/people-notes.ts';
import { quoteText } from '../../app/quote-text.ts';
import { useApp, useQuery } from '../app-context.ts';
import { ChannelSign } from '../channels/channel-sign.tsx';
import { useEverybody } from '../members/use-everybody.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import './passing-on.css';

type ForwardDialogProps = { community: CommunityView; message: MessageView; close: () => void };

export const ForwardDialog = ({ community, message, close }: ForwardDialogProps) => {
  const { outbox, announcement } = useApp();
  const channels =
    useQuery(`channels ${community.id}`, ({ services }) => services.queries.channels(community.id)) ?? [];
  const everybody = useEverybody(community.id);
  const names = useNames(community, everybody, useRoles(community));
  const [chosen, setChosen] = useState<ChannelView['id']>();
  const [comment, setComment] = useState('');
  const target = channels.find(({ id }) => id === chosen);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (target === undefined) return;
    const author = everybody.find(({ id }) => id === message.author);
    const from = channels.find(({ id }) => id === message.channel);
    const quoted = {
      text: toQuote(message.text, names),
      author: author === undefined ? message.authorName : ownNameOf(author),
      // with whom one talks alone is nobody else's business
      place: from?.kind === 'direct' ? strings.forward.direct : nameOf(from),
      link: messageLink(message),
      comment,
    };
    outbox.send(community.id, target.id, quoteText(quoted, strings.forward.from));
    announcement.set(strings.forward.done(nameOf(target)));
    close();
  };
  return (
    <Dialog title={strings.forward.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="quoted" dir="auto">
            {wordsWith(names, message.text)}
          </p>
          <Targets channels={channels} from={message.channel} chosen={chosen} choose={setChosen} />
          <Field label={strings.forward.comment} value={comment} maxLength={500} onText={setComment} />
          <p className="dim small">{strings.forward.note}</p>
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" disabled={target === undefined}>
            {strings.forward.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

const nameOf = (channel: ChannelView | undefined): string => {
  if (channel === undefined) return '';
  return channel.kind === 'direct' ? channel.name : `#${channel.name}`;
};

type TargetsProps = {
  channels: readonly ChannelView[];
  from: ChannelView['id'];
  chosen: ChannelView['id'] | undefined;
  choose: (id: ChannelView['id']) => void;
};

/** Where one may write, but for the channel that it comes from. */
const Targets = ({ channels, from, chosen, choose }: TargetsProps) => {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLocaleLowerCase();
  const offered = asListed(channels).filter(
    ({ id, name, mayPost }) => mayPost && id !== from && name.toLocaleLowerCase().includes(wanted),
  );
  return (
    <>
      <Field label={strings.forward.find} value={words} autoFocus onText={setWords} />
      <fieldset className="targets scroll">
        <legend className="sr-only">{strings.forward.to}</legend>
        {offered.length === 0 ? <p className="dim small targets-none">{strings.forward.none}</p> : null}
        {offered.map((channel) => (
          <label key={channel.id} className="target">
            <input type="radio" name="target" checked={chosen === channel.id} onChange={() => choose(channel.id)} />
            {channel.kind === 'direct' ? (
              <Avatar id={channel.with ?? channel.id} name={channel.name} size="xs" />
            ) : (
              <ChannelSign channel={channel} />
            )}
            <span className="cut" dir="auto">
              {channel.name}
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
};
