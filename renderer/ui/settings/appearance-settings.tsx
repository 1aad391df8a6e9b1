/** How the window looks, and what Enter does. What is chosen is seen at once, around the dialog and in its example. */
import { Keyboard } from 'lucide-react';
import { useId } from 'react';

import { CONTRASTS, DENSITIES, HOURS, MOTIONS, TEXT_SIZE, THEMES } from '../../app/look-choices.ts';
import { useApp, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { timeOfDay } from '../time-words.ts';
import { ChoiceRow } from './choice-row.tsx';
import { Setting } from './setting.tsx';

const words = strings.settings;
const ENTER = ['enter', 'ctrl'] as const;

export const AppearanceSettings = () => {
  const { preferences, dialog } = useApp();
  const { theme, contrast, density, motion, hours, enterSends } = useStore(preferences);
  return (
    <>
      <Setting name="theme">
        <ChoiceRow
          label={words.theme}
          options={THEMES}
          names={words.themes}
          value={theme}
          onChange={(chosen) => preferences.change({ theme: chosen })}
        />
      </Setting>
      <Setting name="contrast">
        <ChoiceRow
          label={words.contrast}
          options={CONTRASTS}
          names={words.contrasts}
          value={contrast}
          onChange={(chosen) => preferences.change({ contrast: chosen })}
        />
      </Setting>
      <Setting name="text-size">
        <TextSize />
      </Setting>
      <Setting name="density">
        <ChoiceRow
          label={words.density}
          hint={words.densityHint}
          options={DENSITIES}
          names={words.densities}
          value={density}
          onChange={(chosen) => preferences.change({ density: chosen })}
        />
      </Setting>
      <Example />
      <Setting name="motion">
        <ChoiceRow
          label={words.motion}
          options={MOTIONS}
          names={words.motions}
          value={motion}
          onChange={(chosen) => preferences.change({ motion: chosen })}
        />
      </Setting>
      <Setting name="hours">
        <ChoiceRow
          label={words.hours}
          options={HOURS}
          names={words.hoursNames}
          value={hours}
          onChange={(chosen) => preferences.change({ hours: chosen })}
        />
      </Setting>
      <Setting name="enter">
        <ChoiceRow
          label={words.enter.title}
          options={ENTER}
          names={words.enter.names}
          value={enterSends ? 'enter' : 'ctrl'}
          onChange={(chosen) => preferences.change({ enterSends: chosen === 'enter' })}
        />
      </Setting>
      <Setting name="keys">
        <Button icon={<Keyboard size={16} aria-hidden />} onClick={() => dialog.set({ kind: 'keyboard' })}>
          {words.keyboard}
        </Button>
      </Setting>
    </>
  );
};

const TextSize = () => {
  const { preferences } = useApp();
  const { textSize } = useStore(preferences);
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {words.textSize}
      </label>
      <div className="settings-range">
        <span className="settings-small-a" aria-hidden>
          A
        </span>
        <input
          id={id}
          type="range"
          min={TEXT_SIZE.min}
          max={TEXT_SIZE.max}
          value={textSize}
          aria-valuetext={words.pixels(textSize)}
          onChange={(event) => preferences.change({ textSize: Number(event.target.value) })}
        />
        <span className="settings-large-a" aria-hidden>
          A
        </span>
        <span className="settings-size small">{words.pixels(textSize)}</span>
      </div>
    </div>
  );
};

/** Two lines as they stand in a conversation. */
const Example = () => {
  const { services } = useApp();
  return (
    <div className="settings-example" aria-hidden>
      {words.example.map(([name, text]) => (
        <div key={name} className="message message-first">
          <div className="message-gutter">
            <Avatar id={name} name={name} size="m" />
          </div>
          <div className="message-body">
            <div className="message-head">
              <span className="message-author">{name}</span>
              <span className="message-time">{timeOfDay(services.now())}</span>
            </div>
            <p>{text}</p>
          </div>
        </div>
      ))}
    </div>
  );
};
