/**
 * A column that comes over the conversation where there is no room beside it. Focus goes in, and back to where it was. It
 * closes when somebody clicks or goes elsewhere; Escape is in the table of keys.
 */
import { type ReactNode, useEffect, useRef } from 'react';

import type { Panel } from '../../app/panels.ts';
import { useApp } from '../app-context.ts';
import { giveFocusBack } from '../primitives/give-focus-back.ts';
import './side-panel.css';

type SidePanelProps = { panel: Panel; label: string; children: ReactNode };

export const SidePanel = ({ panel, label, children }: SidePanelProps) => {
  const { panels } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const sheet = ref.current;
    if (sheet === null) return undefined;
    const cameFrom = document.activeElement;
    const stopEntering = enter(sheet);
    const onElsewhere = ({ target }: Event): void => {
      if (target instanceof Element && isElsewhere(target, panel)) panels.close();
    };
    for (const event of ['pointerdown', 'focusin']) document.addEventListener(event, onElsewhere);
    return () => {
      stopEntering();
      for (const event of ['pointerdown', 'focusin']) document.removeEventListener(event, onElsewhere);
      giveFocusBack(() => cameFrom instanceof HTMLElement && cameFrom.focus());
    };
  }, [panels, panel]);
  return (
    <>
      <div className="side-veil" />
      <div
        ref={ref}
        id={panelId(panel)}
        className={`side-panel side-panel-${panel}`}
        role="dialog"
        aria-label={label}
        tabIndex={-1}
      >
        {children}
      </div>
    </>
  );
};

/** For `aria-controls` of the button that opens it. */
export const panelId = (panel: Panel): string => `panel-${panel}`;

/** What it lists may come a moment later. @returns stops waiting for it */
const enter = (sheet: HTMLElement): (() => void) => {
  const observer = new MutationObserver(() => {
    if (document.activeElement === sheet) entryOf(sheet).focus();
  });
  observer.observe(sheet, { childList: true, subtree: true });
  entryOf(sheet).focus();
  return () => observer.disconnect();
};

/** Where the person is: the channel rather than its community. */
const entryOf = (sheet: HTMLElement): HTMLElement => {
  const current = [...sheet.querySelectorAll<HTMLElement>('[aria-current]')];
  for (const one of current) one.scrollIntoView({ block: 'nearest' });
  return current.at(-1) ?? sheet.querySelector<HTMLElement>('[tabindex="0"]') ?? sheet;
};

/** Not in the panel, at its button, or in what was opened from it. */
const isElsewhere = (target: Element, panel: Panel): boolean =>
  target.closest(`#${panelId(panel)}, [aria-controls="${panelId(panel)}"], dialog, [popover]`) === null;
