/** Who somebody is in a community, and what may be done about them. */
import { TriangleAlert } from 'lucide-react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { CommunityView, MemberView, RoleView } from '../../../shared/model/views.ts';
import { useQuery } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { useEverybody } from './use-everybody.ts';
import './profile-dialog.css';

type ProfileDialogProps = { community: CommunityView; member: MemberId; close: () => void };

export const ProfileDialog = ({ community, member: id, close }: ProfileDialogProps) => {
  const everybody = useEverybody(community.id);
  const roles = useQuery(`roles ${community.id}`, ({ services }) => services.queries.roles(community.id)) ?? [];
  const member = everybody.find((one) => one.id === id);
  if (member === undefined) return null;
  const twin = everybody.find((one) => one.id === member.looksLike);
  return (
    <Dialog title={strings.profile.title(member.name)} onClose={close}>
      <DialogBody>
        <div className="profile-head">
          <Avatar id={member.id} name={member.name} size="l" />
          <p className="profile-about" dir="auto">
            {member.about === '' ? standing(member) : member.about}
          </p>
        </div>
        {twin === undefined ? null : (
          <p className="profile-twin">
            <TriangleAlert size={16} aria-hidden /> {strings.profile.looksLike(twin.name)}
          </p>
        )}
        <Facts member={member} roles={roles} />
      </DialogBody>
    </Dialog>
  );
};

const standing = ({ status, role }: MemberView): string => {
  if (status !== 'active') return strings.profile[status];
  if (role === 'owner') return strings.roles.owner;
  return role === 'co-owner' ? strings.roles.coOwner : '';
};

const Facts = ({ member, roles }: { member: MemberView; roles: readonly RoleView[] }) => {
  const held = roles.filter(({ id }) => id !== 'everyone' && member.roles.includes(id)).map(({ name }) => name);
  return (
    <dl className="facts">
      {member.status === 'active' ? null : (
        <>
          <dt>{strings.profile.status}</dt>
          <dd>{strings.profile[member.status]}</dd>
        </>
      )}
      <dt>{strings.profile.role}</dt>
      <dd dir="auto">{held.length === 0 ? strings.profile.noRoles : held.join(', ')}</dd>
      <dt>{strings.profile.rank}</dt>
      <dd>{member.role === 'member' ? member.rank : strings.profile.ranks[member.role]}</dd>
      <dt>{strings.profile.fingerprint}</dt>
      <dd className="fingerprint">{fingerprintOf(member.id)}</dd>
      <dt>{strings.profile.devices}</dt>
      <dd>{member.devices.length}</dd>
    </dl>
  );
};

/** The first 20 characters of the id, to be read aloud. */
const fingerprintOf = (id: string): string => (id.slice(0, 20).match(/.{4}/g) ?? []).join('-');
