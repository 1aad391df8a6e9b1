/** Every state of every view, each in the looks that are chosen, side by side. */
import { useState } from 'react';

import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/looks.css';
import { Check } from '../ui/primitives/check.tsx';
import { Logo } from '../ui/primitives/logo.tsx';
import { EXHIBITS } from './exhibits.ts';
import { type LookName, LOOKS } from './looks.ts';
import './gallery.css';

const NAMES = Object.keys(LOOKS) as LookName[];
const WIDTHS = new Map(EXHIBITS.map(({ name, width }) => [name, width]));
const ALL = ['primitives', ...EXHIBITS.map(({ name }) => name)];

export const Gallery = () => {
  const [looks, setLooks] = useState<readonly LookName[]>(['light', 'dark']);
  const [filter, setFilter] = useState('');
  const shown = ALL.filter((name) => name.includes(filter.trim().toLowerCase()));
  return (
    <main className="gallery scroll">
      <header className="gallery-head">
        <Logo />
        <h1>{ALL.length} views</h1>
        <input
          className="field-input gallery-filter"
          aria-label="Show views whose name has"
          placeholder="Filter by name"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <div className="gallery-looks">
          {NAMES.map((name) => (
            <Check
              key={name}
              label={name}
              checked={looks.includes(name)}
              onChange={(on) => setLooks(NAMES.filter((one) => (one === name ? on : looks.includes(one))))}
            />
          ))}
        </div>
      </header>
      {shown.map((name) => (
        <section key={name} className="gallery-exhibit" aria-label={name}>
          <h2>{name}</h2>
          <div className="gallery-frames">
            {looks.map((look) => (
              <figure key={look} className="gallery-frame">
                <iframe
                  title={`${name}, ${look}`}
                  src={addressOf(name, look)}
                  style={{ width: WIDTHS.get(name) }}
                  loading="lazy"
                  inert
                />
                <figcaption>
                  <a href={addressOf(name, look)}>{look}</a>
                </figcaption>
              </figure>
            ))}
          </div>
        </section>
      ))}
    </main>
  );
};

const addressOf = (exhibit: string, look: LookName): string =>
  `?${new URLSearchParams({ exhibit, ...LOOKS[look] }).toString()}`;
