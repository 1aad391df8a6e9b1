/** What can be done about a channel's or a community's news: mark it read, mute it, say what of it is worth a notification. */
import { Bell, BellOff, BellRing, CheckCheck, Clock } from 'lucide-react';
import { useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { FOR_EVER, LEVELS, type Scope } from '../../../shared/model/personal.ts';
import type { AppModel } from '../../app/app-model.ts';
import { DEFAULT_LEVEL } from '../../app/attention.ts';
import { useApp } from '../app-context.ts';
import { Menu, type MenuItem } from '../primitives/menu.tsx';
import type { Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';

const MINUTE = 60_000;
const MUTES = { quarter: 15 * MINUTE, hour: 60 * MINUTE, day: 8 * 60 * MINUTE, ever: FOR_EVER } as const;

type Step = 'first' | 'mute' | 'level';

/** What else the menu offers, below what it always does. */
export type MenuAct = MenuItem & { act: () => void };

type PlaceMenuProps = {
  at: Spot;
  scope: Scope;
  name: string;
  isDirect: boolean;
  more?: readonly MenuAct[];
  close: () => void;
};

const NO_MORE: readonly MenuAct[] = [];

export const PlaceMenu = ({ at, scope, name, isDirect, more = NO_MORE, close }: PlaceMenuProps) => {
  const app = useApp();
  // of this opening: the next may come before the browser tells of the end of the last
  const [gone, setGone] = useState<{ at: Spot; to: Step }>();
  const step = gone?.at === at ? gone.to : 'first';
  const choose = (key: string): void => {
    if (key === 'mute' || key === 'level') return setGone({ at, to: key });
    const other = more.find((item) => item.key === key);
    if (other === undefined) act(app, scope, key);
    close();
    other?.act();
  };
  return (
    <Menu
      key={step}
      at={at}
      label={LABELS[step](name)}
      items={[...itemsOf(app, scope, step, isDirect), ...(step === 'first' ? more : NO_MORE)]}
      onChoose={choose}
      onClose={close}
    />
  );
};

const LABELS: Readonly<Record<Step, (name: string) => string>> = {
  first: strings.places.menu,
  mute: () => strings.places.mute,
  level: () => strings.places.notifications,
};

const itemsOf = (app: AppModel, scope: Scope, step: Step, isDirect: boolean): MenuItem[] => {
  if (step === 'mute') {
    return (['quarter', 'hour', 'day', 'ever'] as const).map((key) => ({
      key,
      label: strings.places.muteFor[key],
      icon: <Clock size={16} aria-hidden />,
    }));
  }
  if (step === 'level') return levelItems(app, scope);
  const isMuted = app.attention.mutedUntil(scope) > 0;
  const items: (MenuItem | false)[] = [
    { key: 'read', label: strings.unread.markRead, icon: <CheckCheck size={16} aria-hidden /> },
    isMuted
      ? { key: 'unmute', label: strings.places.unmute, icon: <Bell size={16} aria-hidden /> }
      : { key: 'mute', label: strings.places.mute, icon: <BellOff size={16} aria-hidden />, opens: true },
    !isDirect && {
      key: 'level',
      label: strings.places.notifications,
      icon: <BellRing size={16} aria-hidden />,
      opens: true,
    },
  ];
  return items.filter((item) => item !== false);
};

const levelItems = ({ attention }: AppModel, scope: Scope): MenuItem[] => {
  const { levels, asCommunity, usual } = strings.places;
  const chosen = attention.chosen(scope);
  const around = scope.channel === undefined ? undefined : attention.levelOf({ community: scope.community });
  const inherited = around === undefined ? usual(levels[DEFAULT_LEVEL]) : asCommunity(levels[around]);
  return [
    { key: 'inherit', label: inherited, icon: null, checked: chosen === undefined },
    ...LEVELS.map((level) => ({ key: level, label: levels[level], icon: null, checked: chosen === level })),
  ];
};

const act = (app: AppModel, scope: Scope, key: string): void => {
  const { attention, unread, services, announcement } = app;
  if (key === 'read') {
    const marked = unread.markRead(scope).then(() => announcement.set(strings.unread.marked));
    return drop(marked, 'marking as read', services.report);
  }
  if (key === 'unmute') return unmute(app, scope);
  if (key === 'inherit') return attention.choose(scope, undefined);
  const level = LEVELS.find((one) => one === key);
  if (level !== undefined) return attention.choose(scope, level);
  const length = MUTES[key as keyof typeof MUTES];
  attention.mute(scope, length === FOR_EVER ? FOR_EVER : services.now() + length);
};

/** A channel is also muted with its community: then that is heard again. */
const unmute = ({ attention }: AppModel, scope: Scope): void => {
  attention.mute(scope, 0);
  if (attention.mutedUntil(scope) > 0) attention.mute({ community: scope.community }, 0);
};
