/** A box over the list of sections that finds single settings; what it finds stands in the place of the list. */
import { Search } from 'lucide-react';
import { type RefObject, useId, useState } from 'react';

import { type FoundGroup, findSettings } from '../../app/setting-search.ts';
import type { SettingName } from '../../app/settings-table.ts';
import { ComboBox, optionId } from '../primitives/combo-box.tsx';
import { Marked } from '../primitives/marked.tsx';
import { settingWords } from '../setting-words.ts';
import { strings } from '../strings.ts';
import './setting-search.css';

const words = strings.settings;

type SettingSearchProps = {
  box: RefObject<HTMLInputElement | null>;
  isMember: boolean;
  text: string;
  onText: (text: string) => void;
  onGo: (name: SettingName) => void;
};

export const SettingSearch = ({ box, isMember, text, onText, onGo }: SettingSearchProps) => {
  const list = useId();
  const [chosen, setChosen] = useState(0);
  const groups = findSettings(settingWords, text, isMember);
  const names = groups.flatMap(({ found }) => found.map(({ name }) => name));
  return (
    <>
      <div className="setting-search" role="search">
        <Search size={16} aria-hidden />
        <ComboBox
          box={box}
          className="setting-search-box"
          aria-label={words.find}
          placeholder={words.find}
          maxLength={100}
          list={list}
          count={names.length}
          chosen={chosen}
          wraps
          text={text}
          onText={(next) => {
            onText(next);
            setChosen(0);
          }}
          onChoose={setChosen}
          onClear={() => onText('')}
          onTake={(at) => {
            const name = names[at];
            if (name !== undefined) onGo(name);
          }}
        />
      </div>
      {names.length === 0 ? null : <Found id={list} groups={groups} chosen={names[chosen]} onGo={onGo} />}
      <p className={names.length === 0 && text.trim() !== '' ? 'setting-search-none' : 'sr-only'} role="status">
        {statusWords(text, names.length)}
      </p>
    </>
  );
};

const statusWords = (text: string, count: number): string => {
  if (text.trim() === '') return '';
  return count === 0 ? words.none : words.foundCount(count);
};

type FoundProps = {
  id: string;
  groups: readonly FoundGroup[];
  chosen: SettingName | undefined;
  onGo: (name: SettingName) => void;
};

const Found = ({ id, groups, chosen, onGo }: FoundProps) => {
  const order = groups.flatMap(({ found }) => found.map(({ name }) => name));
  return (
    <div id={id} role="listbox" aria-label={words.found} className="setting-found scroll" tabIndex={-1}>
      {groups.map(({ section, found }) => (
        <div key={section} role="group" aria-label={words.sections[section]}>
          <div className="setting-found-section" aria-hidden>
            {words.sections[section]}
          </div>
          {found.map(({ name, label, marks }) => (
            // keys are the box's
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={name}
              id={optionId(id, order.indexOf(name))}
              role="option"
              tabIndex={-1}
              aria-selected={name === chosen}
              className={name === chosen ? 'setting-found-one setting-found-chosen' : 'setting-found-one'}
              onClick={() => onGo(name)}
            >
              <Marked text={label} marks={marks} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
};
