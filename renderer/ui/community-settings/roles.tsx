/** Roles with their rank and rights. Those at or above the own rank are shown, not changed. */
import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { CommunityView, RoleView } from '../../../shared/model/views.ts';
import { mayChangeRole } from '../../app/offered-acts.ts';
import { useQuery } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { RoleForm } from './role-form.tsx';
import { roleName } from './role-name.ts';

export const Roles = ({ community }: { community: CommunityView }) => {
  const [edited, setEdited] = useState<RoleView | 'new'>();
  const roles = useQuery(`roles ${community.id}`, ({ services }) => services.queries.roles(community.id)) ?? [];
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id)) ?? [];
  if (edited !== undefined) {
    return (
      <RoleForm community={community} role={edited === 'new' ? undefined : edited} done={() => setEdited(undefined)} />
    );
  }
  const holders = (role: RoleView): number =>
    role.id === 'everyone'
      ? members.length
      : members.filter(({ roles: held }) => held.some((id) => id === role.id)).length;
  return (
    <>
      <div className="section-acts">
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {strings.roleEditor.create}
        </Button>
      </div>
      {roles.length > 1 ? null : <p className="dim small">{strings.roleEditor.none}</p>}
      <ul className="rows" aria-label={strings.roleEditor.list}>
        {roles.map((role) => (
          <li key={role.id} className="row">
            <span className="row-words">
              <span className="row-title" dir="auto">
                {roleName(role)}
              </span>
              <span className="row-note">
                {strings.roles.rank(role.rank)} · {strings.roleEditor.holders(holders(role))}
              </span>
            </span>
            {mayChangeRole(community, role) ? (
              <Button aria-label={strings.roleEditor.edit(roleName(role))} onClick={() => setEdited(role)}>
                {strings.message.edit}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
};
