/** The roles of a member, to give and to take, as far as the own rank and rights go. */
import type { CommunityView, MemberView, RoleView } from '../../../shared/model/views.ts';
import { rolesToGive } from '../../app/offered-acts.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Check } from '../primitives/check.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';

type GiveRolesProps = { community: CommunityView; member: MemberView; roles: readonly RoleView[] };

export const GiveRoles = ({ community, member, roles }: GiveRolesProps) => {
  const { govern, busy, error } = useGovern(community.id);
  const offered = rolesToGive(community, member, roles);
  if (offered.length === 0) return null;
  return (
    <fieldset className="group-of-checks">
      <legend>{strings.profile.giveRoles}</legend>
      {offered.map((role) => (
        <Check
          key={role.id}
          label={role.name}
          hint={strings.roles.rank(role.rank)}
          checked={member.roles.includes(role.id)}
          disabled={busy}
          onChange={(has) => govern({ kind: has ? 'assign-role' : 'unassign-role', member: member.id, role: role.id })}
        />
      ))}
      <Problem error={error} />
    </fieldset>
  );
};
