/** One channel, new or to be changed. */
import { type SubmitEvent, useState } from 'react';

import type { HistoryPolicy } from '../../../shared/model/permissions.ts';
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { accessOf, type ChannelAccess, overridesOf } from '../../app/channel-access.ts';
import { namedRoles } from '../../app/offered-acts.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { Field } from '../primitives/field.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { useAct, useGovern } from '../use-act.ts';

type ChannelFormProps = { community: CommunityView; channel: ChannelView | undefined; done: () => void };

export const ChannelForm = ({ community, channel, done }: ChannelFormProps) => {
  const { save, busy, error, setError } = useSave(community, channel, done);
  const [name, setName] = useState(channel?.name ?? '');
  const [topic, setTopic] = useState(channel?.topic ?? '');
  const [access, setAccess] = useState(() => accessOf(channel ?? OPEN));
  const [history, setHistory] = useState<HistoryPolicy>(channel?.history ?? 'full');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return setError(strings.channels.nameMissing);
    save({ name: name.trim(), topic: topic.trim(), access, history });
  };
  return (
    <form className="section-form" onSubmit={submit} noValidate>
      <h3 className="section-title">
        {channel === undefined ? strings.channels.new : strings.channels.edit(channel.name)}
      </h3>
      <Field label={strings.channels.name} value={name} maxLength={64} autoFocus onText={setName} />
      <Field
        label={strings.channels.topic}
        hint={strings.channels.topicHint}
        value={topic}
        maxLength={256}
        onText={setTopic}
      />
      <Access community={community} access={access} onChange={setAccess} />
      <Select
        label={strings.channels.history}
        hint={strings.channels.historyHint}
        value={history}
        options={HISTORIES.map((value) => ({ value, label: strings.channels.histories[value] }))}
        onChange={(chosen) => setHistory(HISTORIES.find((one) => one === chosen) ?? 'full')}
      />
      <Problem error={error} />
      <div className="section-acts">
        <Button onClick={done}>{strings.back}</Button>
        <Button look="primary" type="submit" aria-busy={busy}>
          {channel === undefined ? strings.channels.create : strings.community.save}
        </Button>
      </div>
      {channel === undefined || channel.isArchived ? null : <Archive channel={channel} done={done} />}
    </form>
  );
};

const OPEN: Pick<ChannelView, 'isPrivate' | 'overrides'> = { isPrivate: false, overrides: [] };

const HISTORIES: readonly HistoryPolicy[] = ['full', 'from-join'];

type Wanted = { name: string; topic: string; access: ChannelAccess; history: HistoryPolicy };

const useSave = (community: CommunityView, channel: ChannelView | undefined, done: () => void) => {
  const { services } = useApp();
  const acting = useAct();
  const save = ({ name, topic, access, history }: Wanted): void => {
    const { isPrivate } = access;
    const overrides = overridesOf(access);
    const ask = (act: Parameters<typeof services.peer.govern>[0]['act']) =>
      services.peer.govern({ community: community.id, act });
    acting.run(
      'saving a channel',
      async () => {
        if (channel === undefined) {
          const isPlain = !isPrivate && overrides.length === 0 && history === 'full';
          return ask({ kind: 'create-channel', name, topic, ...(isPlain ? {} : { isPrivate, overrides, history }) });
        }
        const changed = await ask({ kind: 'update-channel', channel: channel.id, name, topic });
        const before = overridesOf(accessOf(channel));
        const isSame =
          channel.isPrivate === isPrivate &&
          (channel.history ?? 'full') === history &&
          JSON.stringify(before) === JSON.stringify(overrides);
        if (!changed.ok || isSame) return changed;
        return ask({ kind: 'set-channel-access', channel: channel.id, isPrivate, overrides, history });
      },
      done,
    );
  };
  return { ...acting, save };
};

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
