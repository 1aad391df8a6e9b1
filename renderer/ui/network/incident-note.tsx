/** What somebody who manages the community tells everybody at once: shown first in the network view, written there too. */
import { Megaphone } from 'lucide-react';
import { type SubmitEvent, useEffect, useState } from 'react';

import type { CommunityView, NoteView } from '../../../shared/model/views.ts';
import { may } from '../../app/offered-acts.ts';
import { useApp, useStore } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { ago, dateAndTime } from '../time-words.ts';
import { useGovern } from '../use-act.ts';
import './incident-note.css';

const words = strings.note;
const MAX_LENGTH = 500;

export const nameIn = ({ byName }: NoteView): string => (byName === '' ? words.somebody : byName);

export const IncidentNotePart = ({ community }: { community: CommunityView }) => {
  const { note } = community;
  const mayWrite = may(community, 'manage-community');
  useSeen(community);
  if (note === undefined && !mayWrite) return null;
  return (
    <section className="network-part" aria-label={words.title}>
      {note === undefined ? null : <Shown note={note} />}
      {mayWrite ? <Writing community={community} /> : null}
    </section>
  );
};

const Shown = ({ note }: { note: NoteView }) => {
  const { services } = useApp();
  return (
    <div className="incident-note" data-testid="incident-note">
      <Megaphone size={18} aria-hidden />
      <div className="incident-note-said">
        <p className="incident-note-text" dir="auto">
          {note.text}
        </p>
        <p className="dim small">
          <span dir="auto">{words.by(nameIn(note))}</span>
          {', '}
          <time dateTime={new Date(note.at).toISOString()} title={dateAndTime(note.at)}>
            {ago(note.at, services.now())}
          </time>
        </p>
      </div>
    </div>
  );
};

const Writing = ({ community }: { community: CommunityView }) => {
  const { govern, busy, error, setError } = useGovern(community.id);
  const [text, setText] = useState<string>();
  const { note } = community;
  const post = (event: SubmitEvent): void => {
    event.preventDefault();
    if (text === undefined || text.trim() === '') return setError(words.missing);
    govern({ kind: 'incident-note', text: text.trim() }, () => setText(undefined));
  };
  const stop = (): void => {
    setText(undefined);
    setError(undefined);
  };
  if (text === undefined)
    return (
      <div className="incident-note-acts">
        <Button icon={<Megaphone size={16} aria-hidden />} onClick={() => setText('')}>
          {note === undefined ? words.write : words.change}
        </Button>
        {note === undefined ? null : (
          <Button look="quiet" aria-busy={busy} onClick={() => govern({ kind: 'incident-note', text: '' })}>
            {words.takeAway}
          </Button>
        )}
        <Problem error={error} />
      </div>
    );
  return (
    <form className="network-part" onSubmit={post} noValidate>
      <TextArea
        label={words.label}
        hint={words.hint}
        value={text}
        maxLength={MAX_LENGTH}
        autoFocus
        onText={(next) => {
          setText(next);
          setError(undefined);
        }}
      />
      <Problem error={error} />
      <div className="incident-note-acts">
        <Button look="primary" type="submit" aria-busy={busy}>
          {words.post}
        </Button>
        <Button onClick={stop}>{strings.cancel}</Button>
      </div>
    </form>
  );
};

/** Who has this view open has seen the note. */
const useSeen = ({ id, note }: CommunityView): void => {
  const { preferences } = useApp();
  const { seenNotes } = useStore(preferences);
  const seen = note?.operation;
  useEffect(() => {
    if (seen !== undefined && seenNotes[id] !== seen) preferences.change({ seenNotes: { ...seenNotes, [id]: seen } });
  }, [id, seen, seenNotes, preferences]);
};
