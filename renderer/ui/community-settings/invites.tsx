/** Invites: make one, answer who asks with one, and see and revoke those that are out. */
import type { CommunityView, InviteView, MemberView } from '../../../shared/model/views.ts';
import { may, mayRevoke } from '../../app/offered-acts.ts';
import { useApp, useQuery } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { dateAndTime } from '../time-words.ts';
import { useGovern } from '../use-act.ts';
import { JoinRequests } from './join-requests.tsx';
import { MakeInvite } from './make-invite.tsx';

/** More than a community can hold: made without a limit. */
const MANY = 5_000;

export const Invites = ({ community }: { community: CommunityView }) => {
  const invites = useQuery(`invites ${community.id}`, ({ services }) => services.queries.invites(community.id)) ?? [];
  const everybody = useEverybody(community.id);
  return (
    <>
      {may(community, 'manage-invites') ? <MakeInvite community={community} /> : null}
      <JoinRequests community={community} invites={invites} everybody={everybody} />
      <h3 className="section-title">{strings.invites.list}</h3>
      {invites.length === 0 ? <p className="dim">{strings.invites.none}</p> : null}
      <ul className={invites.length === 0 ? '' : 'rows'} aria-label={strings.invites.list}>
        {invites.map((invite) => (
          <Invite key={invite.id} community={community} invite={invite} everybody={everybody} />
        ))}
      </ul>
    </>
  );
};

type InviteProps = { community: CommunityView; invite: InviteView; everybody: readonly MemberView[] };

const Invite = ({ community, invite, everybody }: InviteProps) => {
  const { services } = useApp();
  const { govern, busy, error } = useGovern(community.id);
  const by = everybody.find(({ id }) => id === invite.by)?.name ?? strings.audit.somebody;
  const [state, isOpen] = stateOf(invite, services.now());
  return (
    <li className={isOpen ? 'row row-wrap' : 'row row-wrap row-off'} data-testid="invite">
      <span className="row-words">
        <span className="row-title" dir="auto">
          {strings.invites.by(by)}
        </span>
        <span className="row-note">{state}</span>
      </span>
      {invite.needsApproval ? <span className="tag">{strings.invites.needsApproval}</span> : null}
      {mayRevoke(community, invite, everybody) ? (
        <Button
          look="danger"
          aria-busy={busy}
          aria-label={strings.invites.revokeLabel(by)}
          onClick={() => govern({ kind: 'revoke-invite', invite: invite.id })}
        >
          {strings.invites.revoke}
        </Button>
      ) : null}
      <Problem error={error} />
    </li>
  );
};

/** @returns in words, and whether it can still let somebody in */
const stateOf = ({ isRevoked, usesLeft, expires }: InviteView, now: number): [string, boolean] => {
  if (isRevoked) return [strings.invites.revoked, false];
  if (usesLeft <= 0) return [strings.invites.usedUp, false];
  if (expires !== undefined && expires < now) return [strings.invites.expired, false];
  const left = usesLeft > MANY ? strings.invites.unlimited : strings.invites.left(usesLeft);
  return [expires === undefined ? left : `${left}, ${strings.invites.until(dateAndTime(expires))}`, true];
};
