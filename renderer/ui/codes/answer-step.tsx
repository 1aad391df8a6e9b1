/** Who was given a code: pastes it, and gives back the answer. */
import { type SubmitEvent, useState } from 'react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import { fail, type Result } from '../../../shared/base/result.ts';
import { useApp, useStore } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import { CodeSheet } from './code-sheet.tsx';
import { ConnectedDialog, useLinkedSince, Waiting } from './connected.tsx';

/** @param id the community on screen: what was answered for it last is shown again */
export const AnswerStep = ({ id, close }: { id: CommunityId; close: () => void }) => {
  const { services, dialog, answers, keepAnswer } = useApp();
  const [community, setCommunity] = useState(id);
  const answer = useStore(answers).get(community);
  const [code, setCode] = useState('');
  const { run, busy, error, setError } = useAct();
  const isUp = useLinkedSince(community, answer?.since);
  if (isUp) return <ConnectedDialog title={strings.codes.title} close={close} />;
  if (answer !== undefined) return <Answer code={answer.code} close={close} again={() => keepAnswer(community)} />;

  /** One that invites is confirmed first, as an invite link is. */
  const answerOrConfirm = async (): Promise<Result<{ community: CommunityId; answer: string }>> => {
    const invited = await services.previewInvite(code);
    if (!invited.ok) return services.peer.answerCode({ code });
    dialog.set({ kind: 'join', invite: code });
    return fail('invited', '');
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (code.trim() === '') return setError(strings.codes.offerMissing);
    run('answering a code', answerOrConfirm, (answered) => {
      keepAnswer(answered.community, answered.answer);
      setCommunity(answered.community);
    });
  };
  return (
    <Dialog title={strings.codes.title} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="dim">{strings.codes.answerText}</p>
          <TextArea
            label={strings.codes.theirCode}
            hint={strings.codes.answerHint}
            value={code}
            maxLength={4096}
            rows={6}
            mono
            autoFocus
            onText={(text) => {
              setCode(text);
              setError(undefined);
            }}
          />
          <Problem error={error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={busy} disabled={busy}>
            {busy ? strings.codes.making : strings.codes.makeAnswer}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

const Answer = ({ code, close, again }: { code: string; close: () => void; again: () => void }) => (
  <Dialog title={strings.codes.title} onClose={close} wide>
    <DialogBody>
      <p className="dim">{strings.codes.giveBack}</p>
      <CodeSheet
        code={code}
        label={strings.codes.yourAnswer}
        hint={strings.codes.yourAnswerHint}
        picture={strings.codes.answerPicture}
      >
        <Waiting text={strings.codes.waiting} />
      </CodeSheet>
    </DialogBody>
    <DialogActions>
      <Button onClick={again}>{strings.codes.another}</Button>
      <Button onClick={close}>{strings.close}</Button>
    </DialogActions>
  </Dialog>
);
