/** Tells those who moderate about a message: each of them in a direct message, which nobody else can read. */
import { type SubmitEvent, useState } from 'react';

import { fail, ok, type Result } from '../../../shared/base/result.ts';
import type { CommunityView, MemberView, MessageView } from '../../../shared/model/views.ts';
import { toQuote } from '../../app/mention-text.ts';
import { messageLink } from '../../app/message-link.ts';
import { moderatorsOf, MOST_TOLD } from '../../app/moderators.ts';
import { ownNameOf } from '../../app/people-notes.ts';
import { quoteText } from '../../app/quote-text.ts';
import type { Services } from '../../app/services.ts';
import { useApp, useQuery } from '../app-context.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import './passing-on.css';

type ReportDialogProps = { community: CommunityView; message: MessageView; close: () => void };

export const ReportDialog = ({ community, message, close }: ReportDialogProps) => {
  const { services, announcement } = useApp();
  const { run, busy, error, setError } = useAct();
  const members = useQuery(`members ${community.id}`, () => services.queries.members(community.id)) ?? [];
  const roles = useRoles(community);
  const names = useNames(community, members, roles);
  const channels = useQuery(`channels ${community.id}`, () => services.queries.channels(community.id)) ?? [];
  const [reason, setReason] = useState('');
  const told = moderatorsOf(community, members, roles).slice(0, MOST_TOLD);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (reason.trim() === '') return setError(strings.report.reasonMissing);
    const author = members.find(({ id }) => id === message.author);
    const text = quoteText(
      {
        text: toQuote(message.text, names),
        author: author === undefined ? message.authorName : ownNameOf(author),
        place: `#${channels.find(({ id }) => id === message.channel)?.name ?? ''}`,
        link: messageLink(message),
        comment: strings.report.head(reason.trim()),
      },
      strings.forward.from,
    );
    run(
      'reporting a message',
      () => tellAll(services, community, told, text),
      () => {
        announcement.set(strings.report.done);
        close();
      },
    );
  };
  return (
    <Dialog title={strings.report.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="quoted" dir="auto">
            {wordsWith(names, message.text)}
          </p>
          <ul className="act-does">
            {strings.report.does.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <TextArea label={strings.report.reason} value={reason} maxLength={500} autoFocus onText={setReason} />
          <Told told={told} />
          <Problem error={error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={busy} disabled={told.length === 0}>
            {strings.report.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

const Told = ({ told }: { told: readonly MemberView[] }) =>
  told.length === 0 ? (
    <p className="dim small">{strings.report.nobody}</p>
  ) : (
    <ul className="report-told" aria-label={strings.report.to}>
      {told.map(({ id, name }) => (
        <li key={id} className="report-told-one">
          <Avatar id={id} name={name} size="xs" />
          <span dir="auto">{name}</span>
        </li>
      ))}
    </ul>
  );

/** Done when one of them can get it. @returns what went wrong with the last one, if nobody can */
const tellAll = async (
  { peer }: Services,
  community: CommunityView,
  told: readonly MemberView[],
  text: string,
): Promise<Result<true, string>> => {
  let problem: Result<true, string> = fail('nobody', strings.report.nobody);
  let isTold = false;
  for (const { id } of told) {
    const opened = await peer.openDirect({ community: community.id, member: id });
    const posted = opened.ok ? await peer.post({ community: community.id, channel: opened.value, text }) : opened;
    if (posted.ok) isTold = true;
    else problem = posted;
  }
  return isTold ? ok(true) : problem;
};
