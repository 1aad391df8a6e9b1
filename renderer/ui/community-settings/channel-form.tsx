/** One channel, new or to be changed. */
import { type SubmitEvent, useState } from 'react';

import type { HistoryPolicy } from '../../../shared/model/permissions.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import type { ChannelAccess } from '../../app/channel-access.ts';
import { saveChannel, wantedOf, type WantedChannel } from '../../app/save-channel.ts';
import { slowModeText } from '../channels/slow-mode-text.ts';
import { namedRoles } from '../../app/offered-acts.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { Field } from '../primitives/field.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { useAct, useGovern } from '../use-act.ts';

type ChannelFormProps = {
  community: CommunityView;
  channel: ChannelView | undefined;
  /** Those there are, to choose from. */
  categories: readonly string[];
  /** The category of a new one. */
  newIn: string;
  done: () => void;
};

export const ChannelForm = ({ community, channel, categories, newIn, done }: ChannelFormProps) => {
  const { services } = useApp();
  const { run, busy, error, setError } = useAct();
  const [wanted, setWanted] = useState<WantedChannel>(() => wantedOf(channel, newIn));
  const change = (part: Partial<WantedChannel>): void => setWanted((before) => ({ ...before, ...part }));
  const isNew = channel === undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (wanted.name.trim() === '') return setError(strings.channels.nameMissing);
    run('saving a channel', () => saveChannel(services.peer, community.id, channel, wanted), done);
  };
  return (
    <form className="section-form" onSubmit={submit} noValidate>
      <h3 className="section-title">{isNew ? strings.channels.new : strings.channels.edit(channel.name)}</h3>
      <Field
        label={strings.channels.name}
        value={wanted.name}
        maxLength={64}
        autoFocus
        onText={(name) => change({ name })}
      />
      <Field
        label={strings.channels.topic}
        hint={strings.channels.topicHint}
        value={wanted.topic}
        maxLength={256}
        onText={(topic) => change({ topic })}
      />
      <Field
        label={strings.channels.category}
        hint={strings.channels.categoryHint}
        value={wanted.category}
        maxLength={64}
        suggestions={categories}
        onText={(category) => change({ category })}
      />
      <Access community={community} access={wanted.access} onChange={(access) => change({ access })} />
      <Select
        label={strings.channels.history}
        hint={strings.channels.historyHint}
        value={wanted.history}
        options={HISTORIES.map((value) => ({ value, label: strings.channels.histories[value] }))}
        onChange={(chosen) => change({ history: HISTORIES.find((one) => one === chosen) ?? 'full' })}
      />
      <Select
        label={strings.channels.slowMode}
        hint={strings.channels.slowModeHint}
        value={String(wanted.slowMode)}
        options={slowModes(wanted.slowMode)}
        onChange={(chosen) => change({ slowMode: Number(chosen) })}
      />
      <Problem error={error} />
      <div className="section-acts">
        <Button onClick={done}>{strings.back}</Button>
        <Button look="primary" type="submit" aria-busy={busy}>
          {isNew ? strings.channels.create : strings.community.save}
        </Button>
      </div>
      {isNew || channel.isArchived ? null : <Archive channel={channel} done={done} />}
    </form>
  );
};

const HISTORIES: readonly HistoryPolicy[] = ['full', 'from-join'];

/** A time that the list does not have is kept. */
const slowModes = (current: number): { value: string; label: string }[] =>
  [...new Set([...Object.keys(strings.channels.slowModes).map(Number), current])]
    .toSorted((a, b) => a - b)
    .map((seconds) => ({ value: String(seconds), label: slowModeText(seconds) }));

type AccessProps = { community: CommunityView; access: ChannelAccess; onChange: (access: ChannelAccess) => void };

const Access = ({ community, access, onChange }: AccessProps) => {
  const roles = namedRoles(
    useQuery(`roles ${community.id}`, ({ services }) => services.queries.roles(community.id)) ?? [],
  );
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id)) ?? [];
  const { readers } = access;
  const restrict = (isPrivate: boolean): void => {
    const own = community.me === undefined || !isPrivate ? [] : [community.me];
    onChange({ ...access, isPrivate, readers: { roles: [], members: own } });
  };
  return (
    <>
      <Check
        label={strings.channels.private}
        hint={strings.channels.chosenHint}
        checked={access.isPrivate}
        onChange={restrict}
      />
      {access.isPrivate ? (
        <fieldset className="group-of-checks">
          <legend>{strings.channels.readers}</legend>
          {roles.map(({ id, name }) => (
            <Check
              key={id}
              label={name}
              checked={readers.roles.includes(id)}
              onChange={(on) => onChange({ ...access, readers: { ...readers, roles: toggled(readers.roles, id, on) } })}
            />
          ))}
          {members.map(({ id, name }) => (
            <Check
              key={id}
              label={name}
              checked={readers.members.includes(id)}
              onChange={(on) =>
                onChange({ ...access, readers: { ...readers, members: toggled(readers.members, id, on) } })
              }
            />
          ))}
        </fieldset>
      ) : null}
      <Check
        label={strings.channels.announcement}
        hint={strings.channels.writersHint}
        checked={access.announces}
        onChange={(announces) => onChange({ ...access, announces })}
      />
      {access.announces && roles.length > 0 ? (
        <fieldset className="group-of-checks">
          <legend>{strings.channels.writers}</legend>
          {roles.map(({ id, name }) => (
            <Check
              key={id}
              label={name}
              checked={access.writers.includes(id)}
              onChange={(on) => onChange({ ...access, writers: toggled(access.writers, id, on) })}
            />
          ))}
        </fieldset>
      ) : null}
    </>
  );
};

const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] =>
  on ? [...list.filter((other) => other !== one), one] : list.filter((other) => other !== one);

const Archive = ({ channel, done }: { channel: ChannelView; done: () => void }) => {
  const { govern, busy, error } = useGovern(channel.community);
  const [asks, setAsks] = useState(false);
  return (
    <div className="section-end">
      {asks ? (
        <div className="row-ask" role="group" aria-label={strings.channels.archiveTitle(channel.name)}>
          <p className="small">{strings.channels.archiveDoes.join(' ')}</p>
          <Button onClick={() => setAsks(false)}>{strings.cancel}</Button>
          <Button
            look="destroy"
            aria-busy={busy}
            onClick={() => govern({ kind: 'archive-channel', channel: channel.id }, done)}
          >
            {strings.channels.archive}
          </Button>
        </div>
      ) : (
        <Button look="danger" onClick={() => setAsks(true)}>
          {strings.channels.archive}
        </Button>
      )}
      <Problem error={error} />
    </div>
  );
};
