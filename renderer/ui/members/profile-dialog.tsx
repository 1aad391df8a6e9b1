/** Who somebody is in a community, and what may be done about them. */
import { Ban, Crown, Pencil, TriangleAlert, UserMinus, UserRoundCheck } from 'lucide-react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { CommunityView, MemberView, RoleView } from '../../../shared/model/views.ts';
import { type NamedMember, noteOf } from '../../app/people-notes.ts';
import { type MemberAct, memberActs } from '../../app/offered-acts.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { fingerprintOf } from './fingerprint-of.ts';
import { GiveRoles } from './give-roles.tsx';
import { SendMessage } from './send-message.tsx';
import { Unban } from './unban.tsx';
import { useEverybody } from './use-everybody.ts';
import './profile-dialog.css';

type ProfileDialogProps = { community: CommunityView; member: MemberId; close: () => void };

export const ProfileDialog = ({ community, member: id, close }: ProfileDialogProps) => {
  const everybody = useEverybody(community.id);
  const roles = useQuery(`roles ${community.id}`, ({ services }) => services.queries.roles(community.id)) ?? [];
  const member = everybody.find((one) => one.id === id);
  if (member === undefined) return null;
  const twin = everybody.find((one) => one.id === member.looksLike);
  const me = everybody.find((one) => one.id === community.me);
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
        <GiveRoles community={community} member={member} roles={roles} />
      </DialogBody>
      <Actions community={community} member={member} acts={memberActs(community, me, member)} />
    </Dialog>
  );
};

const standing = ({ status, role }: MemberView): string => {
  if (status !== 'active') return strings.profile[status];
  if (role === 'owner') return strings.roles.owner;
  return role === 'co-owner' ? strings.roles.coOwner : '';
};

const Facts = ({ member, roles }: { member: NamedMember; roles: readonly RoleView[] }) => {
  const held = roles.filter(({ id }) => id !== 'everyone' && member.roles.includes(id)).map(({ name }) => name);
  return (
    <dl className="facts">
      {member.ownName === undefined ? null : (
        <>
          <dt>{strings.profile.ownName}</dt>
          <dd dir="auto">{member.ownName}</dd>
        </>
      )}
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

const mayTalkAlone = (community: CommunityView, member: MemberView): boolean =>
  member.id !== community.me && community.state === 'joined' && member.status === 'active';

type ActionsProps = { community: CommunityView; member: MemberView; acts: readonly MemberAct[] };

const Actions = ({ community, member, acts }: ActionsProps) => {
  const { dialog, people } = useApp();
  const isMe = member.id === community.me;
  const { isBlocked } = noteOf(useStore(people.notes), member.id);
  const mayMessage = mayTalkAlone(community, member) && !isBlocked;
  if (acts.length === 0 && !isMe && !mayMessage) return null;
  const ask = (kind: 'kick' | 'ban' | 'transfer-owner'): void =>
    dialog.set({ kind, community: community.id, member: member.id });
  return (
    <DialogActions>
      {acts.includes('transfer-owner') ? (
        <Button look="danger" icon={<Crown size={16} aria-hidden />} onClick={() => ask('transfer-owner')}>
          {strings.profile.transfer}
        </Button>
      ) : null}
      {acts.includes('kick') ? (
        <Button look="danger" icon={<UserMinus size={16} aria-hidden />} onClick={() => ask('kick')}>
          {strings.profile.kick}
        </Button>
      ) : null}
      {acts.includes('ban') ? (
        <Button look="danger" icon={<Ban size={16} aria-hidden />} onClick={() => ask('ban')}>
          {strings.profile.ban}
        </Button>
      ) : null}
      {acts.includes('unban') ? <Unban member={member} icon={<UserRoundCheck size={16} aria-hidden />} /> : null}
      {mayMessage ? <SendMessage member={member} /> : null}
      {isMe && community.state === 'joined' ? (
        <Button
          icon={<Pencil size={16} aria-hidden />}
          onClick={() => dialog.set({ kind: 'edit-profile', community: community.id })}
        >
          {strings.profile.edit}
        </Button>
      ) : null}
    </DialogActions>
  );
};
