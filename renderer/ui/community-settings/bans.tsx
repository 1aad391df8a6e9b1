/** Who is banned, and who left or was removed. */
import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { memberActs } from '../../app/offered-acts.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Unban } from '../members/unban.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

export const Bans = ({ community }: { community: CommunityView }) => {
  const former =
    useQuery(`former ${community.id}`, ({ services }) => services.queries.formerMembers(community.id)) ?? [];
  const banned = former.filter(({ status }) => status === 'banned');
  const others = former.filter(({ status }) => status !== 'banned');
  return (
    <>
      <h3 className="section-title">{strings.bans.list}</h3>
      {banned.length === 0 ? (
        <p className="dim">{strings.bans.none}</p>
      ) : (
        <People label={strings.bans.list} community={community} people={banned} />
      )}
      {others.length === 0 ? null : (
        <>
          <h3 className="section-title">{strings.bans.former}</h3>
          <People label={strings.bans.former} community={community} people={others} />
        </>
      )}
    </>
  );
};

type PeopleProps = { label: string; community: CommunityView; people: readonly MemberView[] };

const People = ({ label, community, people }: PeopleProps) => {
  const { dialog } = useApp();
  return (
    <ul className="rows" aria-label={label}>
      {people.map((member) => {
        const acts = memberActs(community, undefined, member);
        return (
          <li key={member.id} className="row row-wrap">
            <Avatar id={member.id} name={member.name} size="s" />
            <span className="row-words">
              <span className="row-title" dir="auto">
                {member.name}
              </span>
              <span className="row-note">{member.status === 'active' ? '' : strings.profile[member.status]}</span>
            </span>
            {acts.includes('unban') ? <Unban member={member} /> : null}
            {acts.includes('ban') ? (
              <Button
                look="danger"
                onClick={() => dialog.set({ kind: 'ban', community: community.id, member: member.id })}
              >
                {strings.profile.ban}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
};
