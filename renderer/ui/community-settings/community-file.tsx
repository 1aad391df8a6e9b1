/** The community as one file: to keep, and to carry to members whom no network reaches. */
import { FileDown, FileUp } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import type { SavedFile } from '../../app/services.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Select } from '../primitives/select.tsx';
import { Setting } from '../settings/setting.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';

type FileProps = { community: CommunityView };

const EVERYONE = '';

export const CommunityFile = ({ community }: FileProps) => (
  <>
    <p>{strings.file.what}</p>
    {community.state === 'joined' ? (
      <Setting name="save-file">
        <Save community={community} />
      </Setting>
    ) : null}
    <Setting name="take-in-file">
      <TakeIn />
    </Setting>
  </>
);

const Save = ({ community }: FileProps) => {
  const { services } = useApp();
  const { busy, error, run } = useAct();
  const [reader, setReader] = useState(EVERYONE);
  const [saved, setSaved] = useState<SavedFile>();
  const members = useQuery(`members ${community.id}`, ({ services: { queries } }) => queries.members(community.id));
  const others = (members ?? []).filter(({ id }) => id !== community.me);
  const save = (): void => {
    setSaved(undefined);
    const readers = reader === EVERYONE ? undefined : [reader as MemberId];
    run('saving a file', () => services.files.save(community, readers), setSaved);
  };
  return (
    <section className="section-form">
      <h3>{strings.file.save}</h3>
      <Select
        label={strings.file.for}
        hint={reader === EVERYONE ? strings.file.forEveryone : strings.file.forOne}
        value={reader}
        options={[
          { value: EVERYONE, label: strings.file.everyone },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setReader}
      />
      <Problem error={error} />
      <div className="section-acts">
        <Button look="primary" icon={<FileDown size={16} aria-hidden />} aria-busy={busy} onClick={save}>
          {strings.file.save}
        </Button>
        <span className="dim small" role="status">
          {busy ? strings.file.saving : saved === undefined ? '' : strings.file.saved(saved.records, saved.bytes)}
        </span>
      </div>
    </section>
  );
};

const TakeIn = () => {
  const { services } = useApp();
  const { busy, error, run } = useAct();
  const [outcome, setOutcome] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const take = (event: ChangeEvent<HTMLInputElement>): void => {
    const [file] = event.target.files ?? [];
    if (file === undefined) return;
    setOutcome('');
    run(
      'taking in a file',
      () => services.files.takeIn(file),
      ({ fresh, refused }) => setOutcome(strings.file.taken(fresh.records, fresh.operations, refused)),
    );
    event.target.value = ''; // the same file again is a choice too
  };
  return (
    <section className="section-form">
      <h3>{strings.file.takeIn}</h3>
      <p className="field-note">{strings.file.takeInHint}</p>
      <input ref={input} type="file" hidden aria-label={strings.file.choose} accept=".holdfast" onChange={take} />
      <Problem error={error} />
      <div className="section-acts">
        <Button icon={<FileUp size={16} aria-hidden />} aria-busy={busy} onClick={() => input.current?.click()}>
          {strings.file.choose}
        </Button>
        <span className="dim small" role="status">
          {busy ? strings.file.takingIn : outcome}
        </span>
      </div>
    </section>
  );
};
