/** One role, new or to be changed: its name, its rank, and what it may do in plain words. */
import { type SubmitEvent, useState } from 'react';

import { MAX_ROLE_RANK, PERMISSIONS, type Permission } from '../../../shared/model/permissions.ts';
import type { CommunityView, RoleView } from '../../../shared/model/views.ts';
import { permissionsToGive } from '../../app/offered-acts.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { Field } from '../primitives/field.tsx';
import { permissionText } from '../strings-community.ts';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';
import { roleName } from './role-name.ts';

type RoleFormProps = { community: CommunityView; role: RoleView | undefined; done: () => void };

export const RoleForm = ({ community, role, done }: RoleFormProps) => {
  const { govern, busy, error, setError } = useGovern(community.id);
  const [name, setName] = useState(role?.name ?? '');
  const [rank, setRank] = useState(String(role?.rank ?? 1));
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? []);
  const isEveryone = role?.id === 'everyone';
  const below = Math.min(MAX_ROLE_RANK, community.rank - 1);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const wanted = Number(rank);
    if (isEveryone) return govern({ kind: 'update-role', role: role.id, permissions }, done);
    if (name.trim() === '') return setError(strings.roleEditor.nameMissing);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > below) return setError(strings.roleEditor.rankWrong(below));
    const words = { name: name.trim(), rank: wanted, permissions };
    govern(
      role === undefined ? { kind: 'create-role', ...words } : { kind: 'update-role', role: role.id, ...words },
      done,
    );
  };
  return (
    <form className="section-form" onSubmit={submit} noValidate>
      <h3 className="section-title">
        {role === undefined ? strings.roleEditor.new : strings.roleEditor.edit(roleName(role))}
      </h3>
      {isEveryone ? null : (
        <>
          <Field label={strings.roleEditor.name} value={name} maxLength={64} autoFocus onText={setName} />
          <Field
            label={strings.roleEditor.rank}
            hint={strings.roleEditor.rankHint(below)}
            value={rank}
            inputMode="numeric"
            maxLength={4}
            onText={setRank}
          />
        </>
      )}
      <Rights community={community} held={permissions} onChange={setPermissions} />
      <Problem error={error} />
      <div className="section-acts">
        <Button onClick={done}>{strings.back}</Button>
        <Button look="primary" type="submit" aria-busy={busy}>
          {role === undefined ? strings.roleEditor.create : strings.community.save}
        </Button>
      </div>
      {role === undefined ? null : <Delete community={community} role={role} done={done} />}
    </form>
  );
};

type RightsProps = {
  community: CommunityView;
  held: readonly Permission[];
  onChange: (permissions: readonly Permission[]) => void;
};

const Rights = ({ community, held, onChange }: RightsProps) => {
  const own = permissionsToGive(community);
  return (
    <fieldset className="group-of-checks">
      <legend>{strings.roleEditor.permissions}</legend>
      {PERMISSIONS.map((permission) => (
        <Check
          key={permission}
          label={permissionText[permission].title}
          hint={permissionText[permission].hint}
          checked={held.includes(permission)}
          // one can take what one does not have, but not give it
          disabled={!own.includes(permission) && !held.includes(permission)}
          onChange={(on) => onChange(PERMISSIONS.filter((one) => (one === permission ? on : held.includes(one))))}
        />
      ))}
    </fieldset>
  );
};

const Delete = ({ community, role, done }: { community: CommunityView; role: RoleView; done: () => void }) => {
  const { govern, busy, error } = useGovern(community.id);
  const [asks, setAsks] = useState(false);
  const { id } = role;
  if (id === 'everyone') return null;
  return (
    <div className="section-end">
      {asks ? (
        <div className="row-ask" role="group" aria-label={strings.roleEditor.deleteTitle(role.name)}>
          <p className="small">{strings.roleEditor.deleteDoes.join(' ')}</p>
          <Button onClick={() => setAsks(false)}>{strings.cancel}</Button>
          <Button look="destroy" aria-busy={busy} onClick={() => govern({ kind: 'delete-role', role: id }, done)}>
            {strings.roleEditor.delete}
          </Button>
        </div>
      ) : (
        <Button look="danger" onClick={() => setAsks(true)}>
          {strings.roleEditor.delete}
        </Button>
      )}
      <Problem error={error} />
    </div>
  );
};
