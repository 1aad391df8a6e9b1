/** Who asks to be let in with an invite that needs approval. Nothing is shown while nobody does. */
import type { CommunityView, InviteView, JoinRequestView, MemberView } from '../../../shared/model/views.ts';
import { useJoinRequests } from '../members/use-join-requests.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';

type JoinRequestsProps = {
  community: CommunityView;
  invites: readonly InviteView[];
  everybody: readonly MemberView[];
};

export const JoinRequests = ({ community, invites, everybody }: JoinRequestsProps) => {
  const requests = useJoinRequests(community);
  if (requests.length === 0) return null;
  const inviterOf = ({ invite }: JoinRequestView): string => {
    const by = invites.find(({ id }) => id === invite)?.by;
    return everybody.find(({ id }) => id === by)?.name ?? strings.audit.somebody;
  };
  return (
    <>
      <h3 className="section-title">{strings.requests.list}</h3>
      <ul className="rows" aria-label={strings.requests.list}>
        {requests.map((request) => (
          <Request key={request.device} request={request} inviter={inviterOf(request)} />
        ))}
      </ul>
      <p className="field-note">{strings.requests.note}</p>
    </>
  );
};

const Request = ({ request, inviter }: { request: JoinRequestView; inviter: string }) => {
  const { community, device, name } = request;
  const { govern, busy, error } = useGovern(community);
  const answer = (admit: boolean): void => govern({ kind: 'answer-request', device, admit });
  return (
    <li className="row row-wrap" data-testid="join-request">
      <span className="row-words">
        <span className="row-title" dir="auto">
          {name}
        </span>
        <span className="row-note" dir="auto">
          {strings.requests.with(inviter)}
        </span>
      </span>
      <Button
        look="danger"
        aria-busy={busy}
        aria-label={strings.requests.refuseLabel(name)}
        onClick={() => answer(false)}
      >
        {strings.requests.refuse}
      </Button>
      <Button
        look="primary"
        aria-busy={busy}
        aria-label={strings.requests.admitLabel(name)}
        onClick={() => answer(true)}
      >
        {strings.requests.admit}
      </Button>
      <Problem error={error} />
    </li>
  );
};
