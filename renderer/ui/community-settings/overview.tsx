/** Name and purpose, the way out, and a new key. */
import { LogOut } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { may } from '../../app/offered-acts.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Field, TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';

type OverviewProps = { community: CommunityView };

export const Overview = ({ community }: OverviewProps) => {
  const { dialog } = useApp();
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id));
  const owner = members?.find(({ role }) => role === 'owner');
  return (
    <>
      {may(community, 'manage-community') ? <Form community={community} /> : <Shown community={community} />}
      <dl className="facts">
        <dt>{strings.community.fingerprint}</dt>
        <dd className="fingerprint">{community.fingerprint}</dd>
        <dt>{strings.roles.owner}</dt>
        <dd dir="auto">{owner?.name ?? ''}</dd>
      </dl>
      {may(community, 'moderate') ? <NewKey community={community} /> : null}
      {community.state === 'joined' ? (
        <div className="section-acts section-end">
          {owner?.id === community.me ? (
            <p className="dim small">{strings.leave.owner}</p>
          ) : (
            <Button
              look="danger"
              icon={<LogOut size={16} aria-hidden />}
              onClick={() => dialog.set({ kind: 'leave', community: community.id })}
            >
              {strings.leave.open}
            </Button>
          )}
        </div>
      ) : null}
    </>
  );
};

const Shown = ({ community }: OverviewProps) => (
  <p dir="auto">{community.about === '' ? strings.community.aboutNone : community.about}</p>
);

const Form = ({ community }: OverviewProps) => {
  const { govern, busy, error } = useGovern(community.id);
  const [name, setName] = useState(community.name);
  const [about, setAbout] = useState(community.about);
  const [saved, setSaved] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') {
      govern({ kind: 'update-community', name: name.trim(), about: about.trim() }, () => setSaved(true));
    }
  };
  return (
    <form className="section-form" onSubmit={submit} noValidate>
      <Field
        label={strings.community.name}
        error={name.trim() === '' ? strings.create.nameMissing : undefined}
        value={name}
        maxLength={64}
        onText={setName}
      />
      <TextArea
        label={strings.community.about}
        hint={strings.community.aboutHint}
        value={about}
        maxLength={1_000}
        onText={setAbout}
      />
      <Problem error={error} />
      <div className="section-acts">
        <Button look="primary" type="submit" aria-busy={busy}>
          {strings.community.save}
        </Button>
        <span className="dim small" role="status">
          {saved && !busy && error === undefined ? strings.community.saved : ''}
        </span>
      </div>
    </form>
  );
};

const NewKey = ({ community }: OverviewProps) => {
  const { govern, busy, error } = useGovern(community.id);
  const [done, setDone] = useState(false);
  return (
    <div>
      <div className="section-acts">
        <Button aria-busy={busy} onClick={() => govern({ kind: 'rotate' }, () => setDone(true))}>
          {strings.community.newKey}
        </Button>
        <span className="small" role="status">
          {done ? strings.community.newKeyDone : ''}
        </span>
      </div>
      <p className="field-note">{strings.community.newKeyHint}</p>
      <Problem error={error} />
    </div>
  );
};
