/** Finds messages of a community by what they say, and goes to them. */
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useState } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import type { SearchHit } from '../../../shared/ports/search.ts';
import { withoutFilter } from '../../../shared/search/parse-query.ts';
import { useApp, useQuery } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { Button } from '../primitives/button.tsx';
import { ComboBox } from '../primitives/combo-box.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { useAutoFocus } from '../primitives/use-auto-focus.ts';
import { strings } from '../strings.ts';
import { FilterChips, SearchFields } from './search-fields.tsx';
import { SearchResults } from './search-results.tsx';
import { type Found, useSearch } from './use-search.ts';
import './search-dialog.css';

type SearchDialogProps = { community: CommunityView; close: () => void };

const NO_CHANNELS: readonly ChannelView[] = [];
const NO_HITS: readonly SearchHit[] = [];

export const SearchDialog = ({ community, close }: SearchDialogProps) => {
  const app = useApp();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  /** Enter was pressed before the answer came. */
  const [isTaken, setIsTaken] = useState(false);
  const list = useId();
  const everybody = useEverybody(community.id);
  const channels =
    useQuery(`channels ${community.id}`, ({ services }) => services.queries.channels(community.id)) ?? NO_CHANNELS;
  const found = useSearch(community, text, channels, everybody);
  const hits = found.hits ?? NO_HITS;
  const at = Math.min(chosen, Math.max(0, hits.length - 1));
  const box = useAutoFocus<HTMLInputElement>(true);
  // what had focus may have gone: a filter that was taken out, the button at the end
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus();
  }, [box, found.filters.length, found.hasMore]);
  const type = (next: string): void => {
    setText(next);
    setChosen(0);
    setIsTaken(false);
  };
  const go = ({ message: { channel, id, sortKey } }: SearchHit): void => {
    close();
    app.messages.jump.set({ channel, to: { id, sortKey } });
    app.visit(community.id, channel);
  };
  const awaited = isTaken && found.isCurrent ? hits[at] : undefined;
  const takeAwaited = useEffectEvent(go);
  useEffect(() => {
    if (awaited !== undefined) takeAwaited(awaited);
  }, [awaited]);
  return (
    <Dialog title={strings.search.title(community.name)} onClose={close} wide>
      <div className="search-head">
        <div className="search-box">
          <Search size={18} aria-hidden />
          <ComboBox
            box={box}
            className="field-input"
            aria-label={strings.search.label}
            placeholder={strings.search.placeholder}
            maxLength={1_000}
            list={list}
            count={hits.length}
            chosen={at}
            text={text}
            onText={type}
            onChoose={setChosen}
            onTake={(taken) => {
              const hit = hits[taken];
              if (hit !== undefined && found.isCurrent) go(hit);
              // what is shown still answers what was typed before
              else setIsTaken(true);
            }}
          />
        </div>
        <SearchFields text={text} filters={found.filters} onText={type} channels={channels} members={everybody} />
        <FilterChips
          filters={found.filters}
          unknown={found.unknown}
          onRemove={(filter) => type(withoutFilter(text, filter))}
        />
      </div>
      <DialogBody tabIndex={0}>
        <SearchState found={found} />
        <SearchResults
          id={list}
          community={community}
          hits={hits}
          chosen={at}
          channels={channels}
          members={everybody}
          onGo={go}
        />
        {found.isAsked && found.hasMore ? <Button onClick={found.more}>{strings.search.more}</Button> : null}
        {found.isAsked ? null : <Examples onChoose={type} />}
      </DialogBody>
    </Dialog>
  );
};

const SearchState = ({ found }: { found: Found }) => {
  const { incomplete, failed, endsEarly, again } = found;
  return (
    <div className="search-state">
      <Outcome found={found} />
      {failed ? <Button onClick={again}>{strings.search.again}</Button> : null}
      {endsEarly ? (
        <p className="field-error" role="alert">
          {strings.search.endsEarly}
        </p>
      ) : null}
      {/* it changes each second, so it is not said aloud */}
      {incomplete === undefined ? null : <p>{strings.search.incomplete(incomplete.done, incomplete.of)}</p>}
    </div>
  );
};

/** Said aloud when it changes. */
const Outcome = ({ found }: { found: Found }) => {
  const { hits, failed } = found;
  const [filter] = found.unknown;
  const wrong = filter === undefined ? undefined : strings.search.unknown[filter.key](filter.value);
  const problem = failed ? strings.search.failed : wrong;
  if (problem !== undefined || hits === undefined) {
    return <div role="status">{problem === undefined ? null : <p className="field-error">{problem}</p>}</div>;
  }
  const isEmpty = hits.length === 0 && !found.hasMore;
  return (
    <>
      <div role="status">
        <p className={isEmpty ? undefined : 'dim small'}>
          {isEmpty ? strings.search.none : strings.search.found(hits.length, found.hasMore)}
        </p>
      </div>
      <p className="dim small">{isEmpty ? strings.search.noneHint : strings.search.keys}</p>
    </>
  );
};

const Examples = ({ onChoose }: { onChoose: (text: string) => void }) => (
  <div className="search-examples">
    <p>{strings.search.examplesTitle}</p>
    <ul className="rows">
      {strings.search.examples.map(([example, meaning]) => (
        <li key={example} className="row">
          <button type="button" className="search-example" onClick={() => onChoose(example)}>
            {example}
          </button>
          <span className="row-note">{meaning}</span>
        </li>
      ))}
    </ul>
  </div>
);
