/** A list of sections and the chosen one beside it, inside a dialog. */
import { type ReactNode, useEffect, useRef } from 'react';

import './sections.css';
import { useRoving } from './use-roving.ts';

type SectionsProps<S extends string> = {
  label: string;
  sections: readonly S[];
  shown: S;
  names: Readonly<Record<S, string>>;
  icons?: Readonly<Record<S, ReactNode>>;
  onChoose: (section: S) => void;
  children: ReactNode;
};

export const Sections = <S extends string>({
  label,
  sections,
  shown,
  names,
  icons,
  onChoose,
  children,
}: SectionsProps<S>) => {
  const roving = useRoving(sections, shown);
  const list = useRef<HTMLUListElement>(null);
  // the dialog itself would begin at its close button
  useEffect(() => list.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), []);
  return (
    <div className="sections">
      <nav aria-label={label}>
        <ul ref={list} className="sections-list" {...roving.listProps}>
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
      <section key={shown} className="section-body scroll" aria-label={names[shown]} tabIndex={0}>
        {children}
      </section>
    </div>
  );
};
