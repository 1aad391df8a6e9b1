/** What a search is narrowed by, as fields: they write the same filters that can be typed. */
import { X } from 'lucide-react';

import type { ChannelView, MemberView } from '../../../shared/model/views.ts';
import { type Filter, type FilterKey, filterText, withoutFilter } from '../../../shared/search/parse-query.ts';
import { Check } from '../primitives/check.tsx';
import { Field } from '../primitives/field.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';

type SearchFieldsProps = {
  text: string;
  filters: readonly Filter[];
  onText: (text: string) => void;
  channels: readonly ChannelView[];
  members: readonly MemberView[];
};

export const SearchFields = ({ text, filters, onText, channels, members }: SearchFieldsProps) => {
  const valueOf = (key: FilterKey): string => filters.find((filter) => filter.key === key)?.value ?? '';
  const set = (key: FilterKey, value: string): void => {
    const others = filters.filter((filter) => filter.key === key).reduce(withoutFilter, text);
    onText(value === '' ? others : `${filterText({ key, value })} ${others}`);
  };
  return (
    <div className="search-fields">
      <Select
        label={strings.search.channel}
        value={valueOf('in').replace(/^#/, '')}
        options={options(strings.search.anyChannel, channels, valueOf('in').replace(/^#/, ''))}
        onChange={(value) => set('in', value)}
      />
      <Select
        label={strings.search.author}
        value={valueOf('from')}
        options={options(strings.search.anybody, members, valueOf('from'))}
        onChange={(value) => set('from', value)}
      />
      <Field
        label={strings.search.after}
        type="date"
        value={dayIn(valueOf('after'))}
        onText={(value) => set('after', value)}
      />
      <Field
        label={strings.search.before}
        type="date"
        value={dayIn(valueOf('before'))}
        onText={(value) => set('before', value)}
      />
      <Check
        label={strings.search.link}
        checked={valueOf('has') !== ''}
        onChange={(isWanted) => set('has', isWanted ? 'link' : '')}
      />
    </div>
  );
};

type FilterChipsProps = { filters: readonly Filter[]; unknown: readonly Filter[]; onRemove: (filter: Filter) => void };

export const FilterChips = ({ filters, unknown, onRemove }: FilterChipsProps) =>
  filters.length === 0 ? null : (
    <ul className="search-chips" aria-label={strings.search.filters}>
      {filters.map((filter) => (
        <li
          key={filterText(filter)}
          className={unknown.includes(filter) ? 'search-chip search-chip-unknown' : 'search-chip'}
        >
          <span dir="auto">{filterText(filter)}</span>
          <button type="button" aria-label={strings.search.remove(filterText(filter))} onClick={() => onRemove(filter)}>
            <X size={14} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );

/** Each name once, and what was typed though it is none of them. */
const options = (
  any: string,
  named: readonly { name: string }[],
  typed: string,
): { value: string; label: string }[] => {
  const names = new Set(named.map(({ name }) => name));
  if (typed !== '') names.add(typed);
  return [{ value: '', label: any }, ...[...names].map((name) => ({ value: name, label: name }))];
};

/** Date fields show whole days only. */
const dayIn = (value: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(value) ? value : '');
