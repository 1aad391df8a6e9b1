/** A list of sections and the chosen one beside it, inside a dialog. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';

import './sections.css';
import { useRoving } from './use-roving.ts';

type SectionsProps<S extends string> = {
  label: string;
  sections: readonly S[];
  shown: S;
  names: Readonly<Record<S, string>>;
  icons?: Readonly<Record<S, ReactNode>>;
  onChoose: (section: S) => void;
  /** Over the list, and instead of it while something is looked for. */
  search?: ReactNode;
  isSearching?: boolean;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
};

export const Sections = <S extends string>({
  label,
  sections,
  shown,
  names,
  icons,
  onChoose,
  search,
  isSearching = false,
  onKeyDown,
  children,
}: SectionsProps<S>) => {
  const roving = useRoving(sections, shown);
  const list = useRef<HTMLUListElement>(null);
  const body = useRef<HTMLElement>(null);
  // the dialog itself would begin at its close button
  useEffect(() => {
    const isAsked = body.current?.contains(document.activeElement) === true;
    if (!isAsked) list.current?.querySelector<HTMLElement>('[aria-current]')?.focus();
  }, []);
  return (
    <div className="sections" {...(onKeyDown === undefined ? {} : { onKeyDown })}>
      <nav className="sections-side" aria-label={label}>
        {search}
        <ul hidden={isSearching} ref={list} className="sections-list" {...roving.listProps}>
          {sections.map((name) => (
            <li key={name}>
              <button
                type="button"
                className="section-link"
                aria-current={name === shown ? 'page' : undefined}
                onClick={() => onChoose(name)}
                {...roving.itemProps(name)}
              >
                {icons?.[name]}
                <span>{names[name]}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section key={shown} ref={body} className="section-body scroll" aria-label={names[shown]} tabIndex={0}>
        {children}
      </section>
    </div>
  );
};
