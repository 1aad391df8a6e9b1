/** Messages that call this person, the newest first, from everywhere; each leads to its place. */
import { AtSign, Check, CheckCheck, CornerUpLeft } from 'lucide-react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import type { MessageView } from '../../../shared/model/views.ts';
import type { AppModel } from '../../app/app-model.ts';
import type { InboxMention } from '../../app/mention-inbox.ts';
import { oneLine } from '../../app/one-line.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button, IconButton } from '../primitives/button.tsx';
import { Popover, type Spot } from '../primitives/popover.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';

/** As many are read and shown. */
const SHOWN = 50;

export const Inbox = ({ at, close }: { at: Spot; close: () => void }) => {
  const app = useApp();
  const mentions = useStore(app.inbox.mentions).slice(0, SHOWN);
  const said = useSaid(mentions);
  const roving = useRoving(mentions.map(keyOf));
  const unread = mentions.filter(({ isRead }) => !isRead);
  return (
    <Popover at={at} role="dialog" label={strings.inbox.title} onClose={close}>
      <div className="inbox">
        <header className="inbox-head">
          <h2 className="inbox-title">{strings.inbox.title}</h2>
          {unread.length > 0 ? (
            <Button
              look="quiet"
              icon={<CheckCheck size={16} aria-hidden />}
              onClick={() => unread.forEach(app.inbox.putAway)}
            >
              {strings.inbox.allRead}
            </Button>
          ) : null}
        </header>
        {mentions.length === 0 ? (
          <div className="inbox-none">
            <AtSign size={28} aria-hidden />
            <p className="inbox-none-title">{strings.inbox.none}</p>
            <p className="dim small">{strings.inbox.noneHint}</p>
          </div>
        ) : (
          <ul className="inbox-list scroll" aria-label={strings.inbox.title} {...roving.listProps}>
            {mentions.map((mention) => (
              <Row
                key={keyOf(mention)}
                mention={mention}
                said={said?.get(keyOf(mention))}
                roving={roving.itemProps(keyOf(mention))}
                go={() => {
                  close();
                  app.openMessage(mention, mention);
                }}
              />
            ))}
          </ul>
        )}
      </div>
    </Popover>
  );
};

type RowProps = {
  mention: InboxMention;
  said: Said | undefined;
  roving: { 'data-roving': string; tabIndex: 0 | -1 };
  go: () => void;
};

const Row = ({ mention, said, roving, go }: RowProps) => {
  const { inbox } = useApp();
  const { how, isRead, author } = mention;
  const { where, time } = useWhere(mention);
  const name = said?.name ?? '';
  const text = said === undefined ? '' : (said.text ?? strings.inbox.gone);
  return (
    <li className={isRead ? 'inbox-row' : 'inbox-row inbox-row-new'} data-testid="mention">
      <button
        type="button"
        className="inbox-go"
        onClick={go}
        onKeyDown={(event) => {
          if (event.key === 'Delete' && !isRead) inbox.putAway(mention);
        }}
        {...roving}
      >
        <Avatar id={author} name={name} size="s" />
        <span className="inbox-words">
          <span className="inbox-who">
            <strong className="cut" dir="auto">
              {name}
            </strong>
            <span className="inbox-how">
              {how === 'reply' ? <CornerUpLeft size={12} aria-hidden /> : null} {strings.inbox.how[how]}
            </span>
          </span>
          <span className="inbox-text" dir="auto">
            {text}
          </span>
          <span className="inbox-where cut" dir="auto">
            {where} · {time}
          </span>
          {isRead ? null : <span className="sr-only">{strings.inbox.isNew}</span>}
        </span>
      </button>
      {isRead ? null : (
        <IconButton
          label={strings.inbox.putAway(name)}
          tabIndex={-1}
          icon={<Check size={16} aria-hidden />}
          onClick={() => inbox.putAway(mention)}
        />
      )}
    </li>
  );
};

const useWhere = ({ community, channel, sentAt }: InboxMention): { where: string; time: string } => {
  const { places, services } = useApp();
  const place = places.channel(community, channel);
  const channelName = place?.kind === 'direct' ? place.name : `#${place?.name ?? ''}`;
  return {
    where: strings.inbox.where(channelName, places.community(community)?.name ?? ''),
    time: sinceWhen(sentAt, services.now()),
  };
};

/** `text`: undefined if it was taken away. */
type Said = { name: string; text: string | undefined };

const keyOf = ({ channel, id }: InboxMention): string => `${channel} ${id}`;

/** What those messages say now: read in one go, and again when somebody changes one of them. */
const useSaid = (mentions: readonly InboxMention[]): ReadonlyMap<string, Said> | undefined =>
  useQuery(`mentions ${mentions.map(keyOf).join(' ')}`, (app) => readSaid(app, mentions));

const readSaid = async ({ services }: AppModel, mentions: readonly InboxMention[]): Promise<Map<string, Said>> => {
  const { queries } = services;
  const said = new Map<string, Said>();
  for (const community of new Set(mentions.map((mention) => mention.community))) {
    const names = await namesIn(services, community);
    const there = mentions.filter((mention) => mention.community === community);
    for (const channel of new Set(there.map((mention) => mention.channel))) {
      const wanted = there.filter((mention) => mention.channel === channel);
      const keys = wanted.map(({ sortKey }) => sortKey);
      const found = new Map((await queries.messagesAt(community, channel, keys)).map((one) => [one.id, one]));
      for (const mention of wanted) said.set(keyOf(mention), saidIn(mention, found.get(mention.id), names));
    }
  }
  return said;
};

const saidIn = (mention: InboxMention, message: MessageView | undefined, names: ReadonlyMap<string, string>): Said => ({
  name: names.get(mention.author) ?? message?.authorName ?? '',
  text:
    message === undefined || message.gone !== undefined || message.hidden !== undefined
      ? undefined
      : oneLine(message.text, (one) => names.get(one.kind === 'everyone' ? 'everyone' : one.id)),
});

/** Of members, roles and channels, by id. */
const namesIn = async ({ queries }: AppModel['services'], community: CommunityId): Promise<Map<string, string>> => {
  const named = await Promise.all([
    queries.members(community),
    queries.formerMembers(community),
    queries.roles(community),
    queries.channels(community),
  ]);
  return new Map([...named.flat().map(({ id, name }) => [id, name] as const), ['everyone', 'everyone']]);
};
