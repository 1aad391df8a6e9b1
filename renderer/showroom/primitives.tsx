/** The parts that views are made of, in every state. */
import '@fontsource-variable/inter/wght.css';
import { Bell, Copy, Hash, Lock, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';

import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/looks.css';
import { createAppModel, type DialogState } from '../app/app-model.ts';
import { THEMES } from '../app/look-choices.ts';
import { createPreferences } from '../app/preferences.ts';
import type { Services } from '../app/services.ts';
import { createStore } from '../app/store.ts';
import { AppContext } from '../ui/app-context.ts';
import { followLook } from '../ui/follow-look.ts';
import { Avatar } from '../ui/primitives/avatar.tsx';
import { Banner } from '../ui/primitives/banner.tsx';
import { Button, IconButton } from '../ui/primitives/button.tsx';
import { Check } from '../ui/primitives/check.tsx';
import { Choice } from '../ui/primitives/choice.tsx';
import { CopyButton } from '../ui/primitives/copy-button.tsx';
import { Field, TextArea } from '../ui/primitives/field.tsx';
import { Logo } from '../ui/primitives/logo.tsx';
import { Menu } from '../ui/primitives/menu.tsx';
import { Select } from '../ui/primitives/select.tsx';
import { ChoiceRow } from '../ui/settings/choice-row.tsx';
import { strings } from '../ui/strings.ts';
import './gallery.css';

const nothing = (): void => undefined;
const LOOKS = ['primary', 'plain', 'quiet', 'danger', 'destroy'] as const;
const NAME = 'Maximiliane Freifrau von und zu Hohenstein-Wackerbarth';

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <section className="part" aria-label={name}>
    <h2>{name}</h2>
    {children}
  </section>
);

export const Primitives = ({ services }: { services: Services }) => {
  const [preferences] = useState(() => createPreferences(services.preferences));
  const [app] = useState(() =>
    createAppModel(services, preferences, {
      dialog: createStore<DialogState | undefined>(undefined),
      after: (ms, action) => {
        const timer = setTimeout(action, ms);
        return () => clearTimeout(timer);
      },
      unexpected: strings.unexpected,
      words: { title: () => '', more: () => '', hidden: '' },
    }),
  );
  useEffect(() => followLook(preferences, document.documentElement), [preferences]);
  return (
    <AppContext value={app}>
      <main className="parts scroll">
        <h1>Parts</h1>
        <Buttons />
        <Fields />
        <Choices />
        <People />
        <Banners />
        <MenuPart />
      </main>
    </AppContext>
  );
};

const Buttons = () => (
  <Part name="Buttons">
    {[false, true].map((isOff) => (
      <div key={String(isOff)} className="part-row">
        {LOOKS.map((look) => (
          <Button key={look} look={look} disabled={isOff}>
            {look}
          </Button>
        ))}
      </div>
    ))}
    <div className="part-row">
      <Button icon={<Plus size={16} aria-hidden />}>With a sign</Button>
      <Button aria-busy>Busy</Button>
      <CopyButton text="copied" label="Copy" />
    </div>
    <Button look="primary" wide>
      As wide as there is room
    </Button>
    <div className="part-row">
      <IconButton label="Notifications" icon={<Bell size={18} aria-hidden />} />
      <IconButton label="Pressed" aria-pressed icon={<Bell size={18} aria-hidden />} />
      <IconButton label="Off" disabled icon={<Bell size={18} aria-hidden />} />
    </div>
  </Part>
);

const Fields = () => (
  <Part name="Fields">
    <Field label="Name" hint="Members see it." value="Alice" onText={nothing} />
    <Field label="Empty" placeholder="What it looks like before" value="" onText={nothing} />
    <Field label="Wrong" error="A name has at most 64 characters." value={NAME} onText={nothing} />
    <Field label="Code" mono value="k3k3-7kq2-x4mh" readOnly onText={nothing} />
    <TextArea label="About you" hint="Members can read it." value="أعرف المدّ والجزر" maxLength={512} onText={nothing} />
    <Select label="Community" value="a" options={[{ value: 'a', label: 'Harbour watch' }]} onChange={nothing} />
  </Part>
);

const Choices = () => (
  <Part name="Choices">
    <Check label="Ticked" hint="With a line about what it means." checked onChange={nothing} />
    <Check label="Not ticked" checked={false} onChange={nothing} />
    <Check label="Not now" checked={false} disabled onChange={nothing} />
    <ChoiceRow label="One of a few" options={THEMES} names={strings.settings.themes} value="dark" onChange={nothing} />
    <Choice
      kind="create"
      title="Create a community"
      hint="Start a new place and invite people to it."
      onClick={nothing}
    />
    <Choice kind="join" title="Join with an invite" hint="You were sent a link." onClick={nothing} />
  </Part>
);

const People = () => (
  <Part name="Pictures and rows">
    <Logo />
    <div className="part-row">
      {(['xs', 's', 'm', 'l'] as const).map((size) => (
        <Avatar key={size} id={`member ${size}`} name={NAME} size={size} />
      ))}
      {['a', 'b', 'c', 'd'].map((id) => (
        <Avatar key={id} id={id} name={`Community ${id}`} size="l" shape="square" />
      ))}
      <Avatar id="rtl" name="مريم البحرية" size="l" />
    </div>
    <ul className="rows">
      <li className="row">
        <Hash size={18} aria-hidden />
        <span className="row-words">
          <span className="row-title">{NAME}</span>
          <span className="row-note">A note about it</span>
        </span>
        <span className="tag">Tag</span>
        <Button look="danger">Remove</Button>
      </li>
      <li className="row row-off">
        <Lock size={18} aria-hidden />
        <span className="row-words">
          <span className="row-title">No longer in use</span>
        </span>
      </li>
    </ul>
    <dl className="facts">
      <dt>Fingerprint</dt>
      <dd className="fingerprint">7kq2-x4mh-9dva-tt3c-w8ne</dd>
    </dl>
  </Part>
);

const Banners = () => (
  <Part name="Banners">
    <Banner tone="calm" title="The servers are unreachable" text="This community goes on." onDismiss={nothing} />
    <Banner tone="bad" title="The disk is almost full" text="Nothing more is stored." />
  </Part>
);

const ITEMS = [
  { key: 'copy', label: 'Copy text', icon: <Copy size={16} aria-hidden /> },
  { key: 'pin', label: 'Pin', icon: <Hash size={16} aria-hidden /> },
  { key: 'delete', label: 'Delete', icon: <Trash2 size={16} aria-hidden />, danger: true },
];

const MenuPart = () => {
  const [at, setAt] = useState<{ x: number; y: number }>();
  return (
    <Part name="Menu">
      <div>
        <Button onClick={({ currentTarget }) => setAt(belowOf(currentTarget))}>Open the menu</Button>
      </div>
      {at === undefined ? null : (
        <Menu
          at={at}
          label="What can be done"
          items={ITEMS}
          onChoose={() => setAt(undefined)}
          onClose={() => setAt(undefined)}
        />
      )}
    </Part>
  );
};

const belowOf = (element: HTMLElement): { x: number; y: number } => {
  const { left, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + 4 };
};
