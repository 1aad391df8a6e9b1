/** Who somebody is, beside where their name stands: what one wants to know and do most. The rest is in the profile. */
import { AtSign, BellOff, Ban, Ellipsis, Pencil, Smile } from 'lucide-react';
import { useState } from 'react';

import { mentionToken } from '../../../shared/model/mentions.ts';
import type { CommunityView, MemberView, RoleView } from '../../../shared/model/views.ts';
import { memberActs, rolesToGive } from '../../app/offered-acts.ts';
import type { OpenCard } from '../../app/people-desk.ts';
import { noteOf, type NamedMember } from '../../app/people-notes.ts';
import { useApp, useStore } from '../app-context.ts';
import { insertInComposer } from '../composer/insert-text.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { startOf } from '../primitives/direction.ts';
import { Popover, type Spot } from '../primitives/popover.tsx';
import { strings } from '../strings.ts';
import { CardMenu } from './card-menu.tsx';
import { fingerprintOf } from './fingerprint-of.ts';
import { usePresence } from './presence-words.ts';
import { PresentAvatar } from './present-avatar.tsx';
import { SendMessage } from './send-message.tsx';
import { useNames, useRoles } from './use-names.ts';
import { useEverybody } from './use-everybody.ts';
import './profile-card.css';

/** The one card that is open. */
export const ProfileCards = ({ community }: { community: CommunityView | undefined }) => {
  const { people } = useApp();
  const card = useStore(people.card);
  if (card === undefined || community === undefined || card.community !== community.id) return null;
  return <ProfileCard key={`${card.member} ${card.at.x} ${card.at.y}`} community={community} card={card} />;
};

const ProfileCard = ({ community, card }: { community: CommunityView; card: OpenCard }) => {
  const { people } = useApp();
  const everybody = useEverybody(community.id);
  const roles = useRoles(community);
  const names = useNames(community, everybody, roles);
  const member = everybody.find(({ id }) => id === card.member);
  if (member === undefined) return null;
  const me = everybody.find(({ id }) => id === community.me);
  const isMe = member.id === community.me;
  const moderates = memberActs(community, me, member).length > 0 || rolesToGive(community, member, roles).length > 0;
  return (
    <Popover
      at={card.at}
      role="dialog"
      label={strings.card.label(member.name)}
      onClose={() => people.card.set(undefined)}
    >
      <div className="card">
        <Head member={member} me={community.me} />
        <Notes member={member} />
        <Facts member={member} roles={roles} />
        {isMe ? (
          <OwnActions community={community} />
        ) : (
          <Actions
            community={community}
            member={member}
            handle={names.handleOf.get(mentionToken({ kind: 'member', id: member.id })) ?? member.name}
            moderates={moderates}
          />
        )}
      </div>
    </Popover>
  );
};

const Head = ({ member, me }: { member: NamedMember; me: MemberView['id'] | undefined }) => {
  const { people } = useApp();
  const { isBlocked } = noteOf(useStore(people.notes), member.id);
  const { state, status, words } = usePresence(me)(member.id);
  const isGone = member.status !== 'active';
  return (
    <div className="card-head">
      <PresentAvatar id={member.id} name={member.name} size="l" state={isGone ? 'offline' : state} />
      <div className="card-who">
        <h2 className="card-name" dir="auto">
          {member.name}
        </h2>
        {member.ownName === undefined ? null : (
          <p className="dim small" dir="auto">
            {strings.card.calledThemselves(member.ownName)}
          </p>
        )}
        <p className="card-presence">{isGone ? strings.profile[member.status as 'left'] : words}</p>
      </div>
      {status === '' || isBlocked ? null : (
        <p className="card-status" dir="auto">
          {status}
        </p>
      )}
    </div>
  );
};

const Notes = ({ member }: { member: NamedMember }) => {
  const { isBlocked, isMuted } = noteOf(useStore(useApp().people.notes), member.id);
  if (!isBlocked && !isMuted) return null;
  return (
    <p className="card-note">
      {isBlocked ? <Ban size={14} aria-hidden /> : <BellOff size={14} aria-hidden />}
      <span>{isBlocked ? strings.card.blocked : strings.card.muted}</span>
    </p>
  );
};

const Facts = ({ member, roles }: { member: MemberView; roles: readonly RoleView[] }) => {
  const held = roles.filter(({ id }) => id !== 'everyone' && member.roles.includes(id));
  const standing =
    member.role === 'owner' ? strings.roles.owner : member.role === 'co-owner' ? strings.roles.coOwner : '';
  const labels = [...(standing === '' ? [] : [standing]), ...held.map(({ name }) => name)];
  return (
    <dl className="card-facts">
      {member.about === '' ? null : (
        <>
          <dt>{strings.card.about}</dt>
          <dd className="card-about" dir="auto">
            {member.about}
          </dd>
        </>
      )}
      {labels.length === 0 ? null : (
        <>
          <dt>{strings.card.roles}</dt>
          <dd className="card-roles">
            {labels.map((name) => (
              <span key={name} className="card-role" dir="auto">
                {name}
              </span>
            ))}
          </dd>
        </>
      )}
      <dt>{strings.card.fingerprint}</dt>
      <dd className="fingerprint">{fingerprintOf(member.id)}</dd>
    </dl>
  );
};

/** @property handle as a mention of them is typed */
type ActionsProps = { community: CommunityView; member: NamedMember; handle: string; moderates: boolean };

const Actions = ({ community, member, handle, moderates }: ActionsProps) => {
  const { dialog, people } = useApp();
  const [menu, setMenu] = useState<Spot>();
  // a conversation with somebody one does not hear is not listed
  const { isBlocked } = noteOf(useStore(people.notes), member.id);
  const talks = community.state === 'joined' && member.status === 'active';
  const close = (): void => people.card.set(undefined);
  return (
    <div className="card-actions">
      {talks ? (
        <div className="card-row">
          {isBlocked ? null : (
            <SendMessage member={member} label={strings.card.message} whenDone={close} tabIndex={0} />
          )}
          <Button
            {...(isBlocked ? { tabIndex: 0 } : {})}
            icon={<AtSign size={16} aria-hidden />}
            onClick={() => {
              close();
              // the card gives the focus back first
              requestAnimationFrame(() => insertInComposer(`${handle} `));
            }}
          >
            {strings.card.mention}
          </Button>
        </div>
      ) : null}
      <div className="card-row card-last">
        <Button
          look="quiet"
          {...(talks ? {} : { tabIndex: 0 })}
          onClick={() => {
            close();
            dialog.set({ kind: 'profile', community: community.id, member: member.id });
          }}
        >
          {moderates ? strings.card.moderate : strings.card.profile}
        </Button>
        <IconButton
          label={strings.card.more}
          icon={<Ellipsis size={18} aria-hidden />}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => {
            const box = currentTarget.getBoundingClientRect();
            setMenu({ x: startOf(box), y: box.bottom + 4 });
          }}
        />
      </div>
      {menu === undefined ? null : <CardMenu at={menu} member={member} close={() => setMenu(undefined)} />}
    </div>
  );
};

const OwnActions = ({ community }: { community: CommunityView }) => {
  const { dialog, people } = useApp();
  const go = (kind: 'status' | 'edit-profile' | 'profile'): void => {
    people.card.set(undefined);
    if (kind === 'status') dialog.set({ kind });
    else if (kind === 'edit-profile') dialog.set({ kind, community: community.id });
    else if (community.me !== undefined) dialog.set({ kind, community: community.id, member: community.me });
  };
  return (
    <div className="card-actions">
      <div className="card-row">
        <Button look="primary" tabIndex={0} icon={<Smile size={16} aria-hidden />} onClick={() => go('status')}>
          {strings.status.open}
        </Button>
        {community.state === 'joined' ? (
          <Button icon={<Pencil size={16} aria-hidden />} onClick={() => go('edit-profile')}>
            {strings.profile.edit}
          </Button>
        ) : null}
      </div>
      <div className="card-row card-last">
        <Button look="quiet" onClick={() => go('profile')}>
          {strings.card.profile}
        </Button>
      </div>
    </div>
  );
};
