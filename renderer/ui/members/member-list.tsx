/** The column of members: who is connected now, and who is not. */
import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import type { PeerStatus } from '../../../shared/model/status.ts';
import { openLinks } from '../../app/network-line.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { strings } from '../strings.ts';
import './member-list.css';

export const MemberList = ({ community }: { community: CommunityView }) => {
  const { services } = useApp();
  const status = useStore(services.status);
  const members = useQuery(`members ${community.id}`, ({ services: { queries } }) => queries.members(community.id));
  const { here, away } = split(members ?? [], status, community);
  return (
    <aside className="members scroll" aria-label={strings.regions.members} data-region tabIndex={0}>
      <Group title={strings.members.online(here.length)} members={here} community={community} away={false} />
      {away.length === 0 ? null : (
        <Group title={strings.members.offline(away.length)} members={away} community={community} away />
      )}
    </aside>
  );
};

type GroupProps = { title: string; members: readonly MemberView[]; community: CommunityView; away: boolean };

const Group = ({ title, members, community, away }: GroupProps) => (
  <section className="members-group">
    <h3 className="members-title">{title}</h3>
    <ul>
      {members.map((member) => (
        <li key={member.id} className={away ? 'member member-away' : 'member'} data-testid="member">
          <span className="member-picture">
            <Avatar id={member.id} name={member.name} size="s" />
            <span className={away ? 'presence' : 'presence presence-here'} aria-hidden />
          </span>
          <span className="member-words">
            <span className="cut member-name" dir="auto" title={member.name}>
              {member.name}
            </span>
            <Note member={member} community={community} />
          </span>
        </li>
      ))}
    </ul>
  </section>
);

const Note = ({ member, community }: { member: MemberView; community: CommunityView }) => {
  const notes = [
    ...(member.role === 'owner' ? [strings.members.owner] : []),
    ...(member.id === community.me ? [strings.members.you] : []),
  ];
  return notes.length === 0 ? null : <span className="member-note">{notes.join(' · ')}</span>;
};

const split = (
  members: readonly MemberView[],
  status: PeerStatus | undefined,
  community: CommunityView,
): { here: MemberView[]; away: MemberView[] } => {
  const linked = new Set(status === undefined ? [] : openLinks(status, community.id).map(({ member }) => member));
  const isHere = ({ id }: MemberView): boolean => id === community.me || linked.has(id);
  const sorted = members.toSorted((a, b) => a.name.localeCompare(b.name));
  return { here: sorted.filter(isHere), away: sorted.filter((member) => !isHere(member)) };
};
