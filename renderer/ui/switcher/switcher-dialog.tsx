/** One box that goes anywhere: channels, people, communities, commands. The focus stays in the box. */
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { runCommand } from '../../app/commands.ts';
import type { Offer, SwitcherItem } from '../../app/switcher.ts';
import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Dialog } from '../primitives/dialog.tsx';
import { useAutoFocus } from '../primitives/use-auto-focus.ts';
import { strings } from '../strings.ts';
import { type Acting, useAct } from '../use-act.ts';
import { OfferList, offerId } from './offer-list.tsx';
import { useSwitcher } from './use-switcher.ts';
import './switcher-dialog.css';

type SwitcherDialogProps = { community: CommunityView | undefined; close: () => void };

export const SwitcherDialog = ({ community, close }: SwitcherDialogProps) => {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const acting = useAct();
  const offers = useSwitcher(community, text);
  const go = useGo(community, acting, close);
  const at = Math.min(chosen, Math.max(0, offers.length - 1));
  useEffect(() => {
    document.getElementById(offerId(list, at))?.scrollIntoView({ block: 'nearest' });
  }, [list, at]);
  return (
    <Dialog title={strings.switcher.title} isBare onClose={close}>
      <div className="switcher">
        <Box
          list={list}
          text={text}
          offers={offers}
          chosen={at}
          onText={(next) => {
            setText(next);
            setChosen(0);
          }}
          onChoose={setChosen}
          onGo={go}
        />
        <Problem error={acting.error} />
        <OfferList id={list} offers={offers} chosen={at} onGo={go} />
        <Keys />
        <p className="sr-only" role="status">
          {offers.length === 0 ? strings.switcher.none : strings.switcher.found(offers.length)}
        </p>
      </div>
    </Dialog>
  );
};

type BoxProps = {
  list: string;
  text: string;
  offers: readonly Offer[];
  chosen: number;
  onText: (text: string) => void;
  onChoose: (at: number) => void;
  onGo: (item: SwitcherItem) => void;
};

const Box = ({ list, text, offers, chosen, onText, onChoose, onGo }: BoxProps) => {
  const box = useAutoFocus<HTMLInputElement>(true);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const offer = offers[chosen];
    if (event.key === 'Enter' && offer !== undefined) onGo(offer.item);
    else if (event.key === 'ArrowDown') onChoose(chosen === offers.length - 1 ? 0 : chosen + 1);
    else if (event.key === 'ArrowUp') onChoose(chosen === 0 ? Math.max(0, offers.length - 1) : chosen - 1);
    else return;
    event.preventDefault();
  };
  return (
    <div className="switcher-box">
      <Search size={20} aria-hidden />
      <input
        ref={box}
        className="switcher-input"
        aria-label={strings.switcher.label}
        placeholder={strings.switcher.placeholder}
        role="combobox"
        aria-expanded={offers.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={offers.length > 0 ? offerId(list, chosen) : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        maxLength={100}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
};

const Keys = () => (
  <p className="switcher-keys">
    <span>{strings.switcher.move}</span>
    {strings.switcher.keys.map(([sign, meaning]) => (
      <span key={sign}>
        <kbd>{sign}</kbd> {meaning}
      </span>
    ))}
  </p>
);

const useGo = (community: CommunityView | undefined, acting: Acting, close: () => void) => {
  const app = useApp();
  return (item: SwitcherItem): void => {
    switch (item.kind) {
      case 'channel':
        close();
        return app.visit(item.channel.community, item.channel.id);
      case 'community':
        close();
        return app.visit(item.community);
      case 'command':
        return runCommand(app, item.command, community);
      case 'person': {
        const { community: place, member, channel } = item;
        if (channel !== undefined) {
          close();
          return app.visit(place, channel);
        }
        return acting.run(
          'opening a conversation',
          () => app.services.peer.openDirect({ community: place, member }),
          (opened) => {
            close();
            app.visit(place, opened);
          },
        );
      }
    }
  };
};
