/** The column of members, by role; each opens its profile. Who is connected stands first and is marked. */
import { TriangleAlert } from 'lucide-react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { type MemberGroup, memberGroups } from '../../app/member-groups.ts';
import { openLinks } from '../../app/network-line.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import './member-list.css';

export const MemberList = ({ community }: { community: CommunityView }) => {
  const { services } = useApp();
  const status = useStore(services.status);
  const members = useQuery(`members ${community.id}`, ({ services: { queries } }) => queries.members(community.id));
  const roles = useQuery(`roles ${community.id}`, ({ services: { queries } }) => queries.roles(community.id));
  const linked = new Set(status === undefined ? [] : openLinks(status, community.id).map(({ member }) => member));
  const isHere = ({ id }: MemberView): boolean => id === community.me || linked.has(id);
  const groups = memberGroups(members ?? [], roles ?? [], isHere);
  const roving = useRoving(groups.flatMap((group) => group.members.map(({ id }) => id)));
  return (
    <aside className="members scroll" aria-label={strings.regions.members} data-region {...roving.listProps}>
      {groups.map((group) => (
        <section key={group.key} className="members-group">
          <h2 className="members-title cut">{strings.roles.group(groupName(group), group.members.length)}</h2>
          <ul>
            {group.members.map((member) => (
              <Member
                key={member.id}
                member={member}
                isMe={member.id === community.me}
                isHere={isHere(member)}
                twin={members?.find(({ id }) => id === member.looksLike)?.name}
                roving={roving.itemProps(member.id)}
              />
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
};

const groupName = ({ kind, name }: MemberGroup): string => {
  if (kind === 'owner') return strings.roles.owner;
  if (kind === 'co-owner') return strings.roles.coOwners;
  return kind === 'role' ? name : strings.roles.members;
};

type MemberProps = {
  member: MemberView;
  isMe: boolean;
  isHere: boolean;
  /** Whose name theirs looks like. */
  twin: string | undefined;
  roving: object;
};

const Member = ({ member, isMe, isHere, twin, roving }: MemberProps) => {
  const { dialog } = useApp();
  return (
    <li data-testid="member">
      <button
        type="button"
        className={isHere ? 'member' : 'member member-away'}
        title={member.name}
        onClick={() => dialog.set({ kind: 'profile', community: member.community, member: member.id })}
        {...roving}
      >
        <span className="member-picture">
          <Avatar id={member.id} name={member.name} size="s" />
          <span className={isHere ? 'presence presence-here' : 'presence'} aria-hidden />
        </span>
        <span className="member-words">
          <span className="cut member-name" dir="auto">
            {member.name}
          </span>
          {isMe ? <span className="member-note">{strings.members.you}</span> : null}
          {twin === undefined ? null : (
            <span className="cut member-note member-twin" dir="auto">
              <TriangleAlert size={12} aria-hidden /> {strings.profile.looksLikeShort(twin)}
            </span>
          )}
          <span className="sr-only">{isHere ? strings.members.isOnline : strings.members.isOffline}</span>
        </span>
      </button>
    </li>
  );
};
