/** One setting in its section. Whoever looked for it finds it with focus and a frame, also where it comes a moment later. */
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';

import type { SettingsState } from '../../app/app-model.ts';
import type { SettingName } from '../../app/settings-table.ts';
import './setting.css';

/** What was asked for, each time anew. */
export const AskedSetting = createContext<SettingsState | undefined>(undefined);

const FIRST = ['input:checked[type="radio"]', 'input:enabled:not([hidden]), select, textarea, button:enabled, summary'];

export const Setting = ({ name, children }: { name: SettingName; children: ReactNode }) => {
  const asked = useContext(AskedSetting);
  const ref = useRef<HTMLDivElement>(null);
  const isAsked = asked?.setting === name;
  useEffect(() => {
    const part = ref.current;
    if (!isAsked || part === null) return;
    const control = FIRST.map((selector) => part.querySelector<HTMLElement>(selector)).find((found) => found !== null);
    (control ?? part).focus({ preventScroll: true });
    part.scrollIntoView({ block: 'center' });
  }, [isAsked, asked]);
  return (
    <div ref={ref} className={isAsked ? 'setting setting-asked' : 'setting'} tabIndex={-1} data-setting={name}>
      {children}
    </div>
  );
};
