/** What is notified of, how, and when not. */
import { FOR_EVER } from '../../../shared/model/personal.ts';
import { quietUntil } from '../../app/notifier.ts';
import { NOTIFY_SOUNDS } from '../../app/preferences.ts';
import { useApp, useStore } from '../app-context.ts';
import { Check } from '../primitives/check.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { sinceWhen } from '../time-words.ts';
import { turnOn } from '../unread/ask-to-notify.tsx';
import { Setting } from './setting.tsx';
import './notification-settings.css';

const HOUR = 60 * 60_000;

export const NotificationSettings = () => {
  const app = useApp();
  const { preferences, services } = app;
  const { notify, notifyText, notifySound } = useStore(preferences);
  const permission = services.notifications.permission();
  const isOn = notify === 'on' && permission === 'granted';
  return (
    <div className="notify">
      <Setting name="notify">
        <Check
          label={strings.notify.on}
          hint={hintFor(permission)}
          checked={isOn}
          disabled={permission === 'unsupported' || permission === 'denied'}
          onChange={(on) => (on ? turnOn(app) : preferences.change({ notify: 'off' }))}
        />
      </Setting>
      <Setting name="notify-text">
        <Check
          label={strings.notify.text}
          hint={strings.notify.textHint}
          checked={notifyText}
          disabled={!isOn}
          onChange={(on) => preferences.change({ notifyText: on })}
        />
      </Setting>
      <Setting name="sound">
        <Select
          label={strings.notify.sound}
          value={notifySound}
          options={NOTIFY_SOUNDS.map((value) => ({ value, label: strings.notify.sounds[value] }))}
          onChange={(value) => {
            const chosen = NOTIFY_SOUNDS.find((one) => one === value) ?? 'system';
            preferences.change({ notifySound: chosen });
            if (chosen === 'holdfast') services.notifications.playSound();
          }}
        />
      </Setting>
      <Setting name="quiet">
        <Quiet />
      </Setting>
    </div>
  );
};

const hintFor = (permission: NotificationPermission | 'unsupported'): string => {
  if (permission === 'unsupported') return strings.notify.unsupported;
  return permission === 'denied' ? strings.notify.denied : strings.notify.onHint;
};

const Quiet = () => {
  const { preferences, services } = useApp();
  useStore(preferences);
  const now = services.now();
  const until = quietUntil(preferences, now);
  const { off, hour, day, ever } = strings.notify.quietChoices;
  const current = until === FOR_EVER ? strings.notify.quietForEver : strings.notify.quietUntil(sinceWhen(until, now));
  return (
    <Select
      label={strings.notify.quiet}
      hint={strings.notify.quietHint}
      value={until === 0 ? 'off' : 'on'}
      options={[
        ...(until === 0 ? [] : [{ value: 'on', label: current }]),
        { value: 'off', label: off },
        { value: 'hour', label: hour },
        { value: 'day', label: day },
        { value: 'ever', label: ever },
      ]}
      onChange={(value) => {
        if (value !== 'on') preferences.change({ quietUntil: endOf(value, now) });
      }}
    />
  );
};

const endOf = (choice: string, now: number): number => {
  if (choice === 'hour') return now + HOUR;
  if (choice === 'day') return now + 8 * HOUR;
  return choice === 'ever' ? FOR_EVER : 0;
};
