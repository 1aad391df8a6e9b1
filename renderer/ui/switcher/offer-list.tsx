/** What can be gone to, as a list box. What was typed is marked where it was found. */
import { Terminal } from 'lucide-react';

import type { Offer, SwitcherItem } from '../../app/switcher.ts';
import { useApp, useStore } from '../app-context.ts';
import { ChannelSign } from '../channels/channel-sign.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Marked } from '../primitives/marked.tsx';
import { optionId } from '../primitives/combo-box.tsx';
import { strings } from '../strings.ts';

type OfferListProps = { id: string; offers: readonly Offer[]; chosen: number; onGo: (item: SwitcherItem) => void };

export const OfferList = ({ id, offers, chosen, onGo }: OfferListProps) => {
  const { unread } = useApp();
  const counts = useStore(unread.counts);
  const waiting = new Map<string, number>(counts.map(({ channel, count }) => [channel, count]));
  return (
    <div id={id} role="listbox" aria-label={strings.switcher.list} className="switcher-list scroll" tabIndex={-1}>
      {offers.length === 0 ? <div className="switcher-none">{strings.switcher.none}</div> : null}
      {offers.map(({ item, marks }, at) => (
        // keys are the box's
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={`${item.kind} ${item.key}`}
          id={optionId(id, at)}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          className={at === chosen ? 'switcher-offer switcher-chosen' : 'switcher-offer'}
          data-testid="offer"
          onClick={() => onGo(item)}
        >
          <Sign item={item} />
          <span
            className={waiting.has(item.key) ? 'switcher-name switcher-unread cut' : 'switcher-name cut'}
            dir="auto"
          >
            <Marked text={item.name} marks={marks} />
          </span>
          <span className="switcher-note cut" dir="auto">
            {item.note}
          </span>
          <span className="sr-only">{strings.switcher.kinds[item.kind]}</span>
          <Waiting count={waiting.get(item.key) ?? 0} />
        </div>
      ))}
    </div>
  );
};

const Sign = ({ item }: { item: SwitcherItem }) => {
  switch (item.kind) {
    case 'channel':
      return item.channel.kind === 'direct' ? (
        <Avatar id={item.channel.with ?? item.key} name={item.name} size="xs" />
      ) : (
        <ChannelSign channel={item.channel} />
      );
    case 'person':
      return <Avatar id={item.member} name={item.name} size="xs" />;
    case 'community':
      return <Avatar id={item.community} name={item.name} size="xs" shape="square" />;
    case 'command':
      return <Terminal size={18} aria-hidden className="channel-sign" />;
  }
};

/** Not red, which means mentions. */
const Waiting = ({ count }: { count: number }) =>
  count === 0 ? null : (
    <span className="switcher-waiting">
      <span aria-hidden>{strings.unread.many(count)}</span>
      <span className="sr-only">{strings.unread.spoken(count)}</span>
    </span>
  );
