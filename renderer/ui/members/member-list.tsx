/** The column of members: who is there by role, then who is offline; each opens a card. */
import { TriangleAlert } from 'lucide-react';
import { memo, useMemo } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { type MemberGroup, memberGroups } from '../../app/member-groups.ts';
import { noteOf, type NamedMember } from '../../app/people-notes.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';
import { useOpenCard } from './open-card.ts';
import { type Shown, usePresence } from './presence-words.ts';
import { PresentAvatar } from './present-avatar.tsx';
import { useDrawnRows } from './use-drawn-rows.ts';
import './member-list.css';

export const MemberList = ({ community }: { community: CommunityView }) => {
  const presenceOf = usePresence(community.me);
  const notes = useStore(useApp().people.notes);
  const groups = useGroups(community);
  const { drawn, names } = useDrawn(groups);
  const roving = useRoving(drawn.flatMap((group) => group.members.map(({ id }) => id)));
  return (
    <aside className="members scroll" aria-label={strings.regions.members} data-region {...roving.listProps}>
      {drawn.map((group) => (
        <section key={group.key} className="members-group">
          <h2 className="members-title cut">{strings.roles.group(groupName(group), sizeOf(groups, group))}</h2>
          <ul>
            {group.members.map((member) => (
              <Member
                key={member.id}
                member={member}
                isMe={member.id === community.me}
                isBlocked={noteOf(notes, member.id).isBlocked}
                {...presenceOf(member.id)}
                twin={member.looksLike === undefined ? undefined : names.get(member.looksLike)}
                tabIndex={roving.itemProps(member.id).tabIndex}
              />
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
};

type Groups = readonly MemberGroup<NamedMember>[];

const useGroups = (community: CommunityView): Groups => {
  const { people } = useApp();
  const known = useStore(people.presence.people);
  const members = useQuery(`members ${community.id}`, ({ services: { queries } }) => queries.members(community.id));
  const roles = useQuery(`roles ${community.id}`, ({ services: { queries } }) => queries.roles(community.id));
  const { me } = community;
  return useMemo(
    () =>
      memberGroups(
        members ?? [],
        roles ?? [],
        ({ id }) => id === me || (known.get(id)?.state ?? 'offline') !== 'offline',
      ),
    [members, roles, known, me],
  );
};

/** Of many, those on screen first. */
const useDrawn = (groups: Groups) => {
  const all = useMemo(() => groups.flatMap(({ members }) => members.map(({ id }) => ({ key: id }))), [groups]);
  const keys = useDrawnRows(all);
  return useMemo(
    () => ({
      drawn: groups
        .map((group) => ({ ...group, members: group.members.filter(({ id }) => keys.has(id)) }))
        .filter(({ members }) => members.length > 0),
      names: new Map(groups.flatMap(({ members }) => members.map(({ id, name }) => [id, name]))),
    }),
    [groups, keys],
  );
};

const sizeOf = (groups: Groups, { key }: MemberGroup): number =>
  groups.find((group) => group.key === key)?.members.length ?? 0;

const groupName = ({ kind, name }: MemberGroup): string => {
  if (kind === 'offline') return strings.presence.group;
  if (kind === 'owner') return strings.roles.owner;
  if (kind === 'co-owner') return strings.roles.coOwners;
  return kind === 'role' ? name : strings.roles.members;
};

type MemberProps = Shown & {
  member: NamedMember;
  isMe: boolean;
  isBlocked: boolean;
  /** Whose name theirs looks like. */
  twin: string | undefined;
  tabIndex: 0 | -1;
};

const Member = memo(({ member, isMe, isBlocked, state, status, words, twin, tabIndex }: MemberProps) => {
  const open = useOpenCard(member);
  const isDim = state === 'offline' || isBlocked;
  return (
    <li className="members-row" data-testid="member">
      <button
        type="button"
        className={isDim ? 'member member-away' : 'member'}
        title={member.name}
        data-roving={member.id}
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        {...open}
      >
        <PresentAvatar id={member.id} name={member.name} size="s" state={state} />
        <span className="member-words">
          <span className="member-line">
            <span className="cut member-name" dir="auto">
              {member.name}
            </span>
            {isMe ? <span className="member-note">{strings.members.you}</span> : null}
          </span>
          <SecondLine twin={twin} status={isBlocked ? '' : status} />
          <span className="sr-only">{words}</span>
        </span>
      </button>
    </li>
  );
});

const SecondLine = ({ twin, status }: { twin: string | undefined; status: string }) => {
  if (twin !== undefined) {
    return (
      <span className="cut member-note member-twin" dir="auto">
        <TriangleAlert size={12} aria-hidden /> {strings.profile.looksLikeShort(twin)}
      </span>
    );
  }
  return status === '' ? null : (
    <span className="cut member-note" dir="auto">
      {status}
    </span>
  );
};
