/** What was found. The focus stays in the search box: arrows there choose, and Enter goes to the message. */
import type { ChannelView, CommunityView, MemberView } from '../../../shared/model/views.ts';
import type { SearchHit } from '../../../shared/ports/search.ts';
import { marksIn, snippetOf } from '../../app/search-snippet.ts';
import { useApp } from '../app-context.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { optionId } from '../primitives/combo-box.tsx';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';

type SearchResultsProps = {
  id: string;
  community: CommunityView;
  hits: readonly SearchHit[];
  chosen: number;
  channels: readonly ChannelView[];
  members: readonly MemberView[];
  onGo: (hit: SearchHit) => void;
};

export const SearchResults = ({ id, community, hits, chosen, channels, members, onGo }: SearchResultsProps) => {
  const { services } = useApp();
  const now = services.now();
  const names = useNames(community, members, useRoles(community));
  return (
    <div id={id} role="listbox" aria-label={strings.search.results} className={hits.length === 0 ? '' : 'rows'}>
      {hits.map((hit, at) => {
        const { message } = hit;
        const words = wordsWith(names, message.text);
        const name = members.find((member) => member.id === message.author)?.name ?? message.authorName;
        return (
          // keys are the box's
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={message.id}
            id={optionId(id, at)}
            role="option"
            tabIndex={-1}
            aria-selected={at === chosen}
            className={at === chosen ? 'row search-hit search-hit-chosen' : 'row search-hit'}
            data-testid="search-hit"
            onClick={() => onGo(hit)}
          >
            <Avatar id={message.author} name={name} size="s" />
            <span className="row-words">
              <span className="row-note" dir="auto">
                <b>{name}</b> · {channelName(channels, message.channel)} · {sinceWhen(message.sentAt, now)}
              </span>
              <span className="search-text" dir="auto">
                {snippetOf(words, marksIn(words, hit)).map((part, i) =>
                  part.isMarked ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>,
                )}
              </span>
            </span>
          </div>
        );
      })}
    </div>
  );
};

const channelName = (channels: readonly ChannelView[], id: ChannelView['id']): string => {
  const channel = channels.find((one) => one.id === id);
  if (channel === undefined) return '';
  return channel.kind === 'direct' ? channel.name : `#${channel.name}`;
};
