/** One box that goes anywhere: channels, people, communities, commands. The focus stays in the box. */
import { Search } from 'lucide-react';
import { useId, useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { runCommand } from '../../app/commands.ts';
import type { SwitcherItem } from '../../app/switcher.ts';
import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { ComboBox } from '../primitives/combo-box.tsx';
import { Dialog } from '../primitives/dialog.tsx';
import { useAutoFocus } from '../primitives/use-auto-focus.ts';
import { strings } from '../strings.ts';
import { type Acting, useAct } from '../use-act.ts';
import { OfferList } from './offer-list.tsx';
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
  const box = useAutoFocus<HTMLInputElement>(true);
  const at = Math.min(chosen, Math.max(0, offers.length - 1));
  return (
    <Dialog title={strings.switcher.title} isBare onClose={close}>
      <div className="switcher">
        <div className="switcher-box">
          <Search size={20} aria-hidden />
          <ComboBox
            box={box}
            className="switcher-input"
            aria-label={strings.switcher.label}
            placeholder={strings.switcher.placeholder}
            maxLength={100}
            list={list}
            count={offers.length}
            chosen={at}
            wraps
            text={text}
            onText={(next) => {
              setText(next);
              setChosen(0);
            }}
            onChoose={setChosen}
            onTake={(taken) => {
              const offer = offers[taken];
              if (offer !== undefined) go(offer.item);
            }}
          />
        </div>
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
