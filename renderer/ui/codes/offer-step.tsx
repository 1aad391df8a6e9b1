/** Who begins: the own code, and the answer that comes back for it. */
import { type SubmitEvent, useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { CommunityId } from '../../../shared/base/ids.ts';
import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import { CodeSheet } from './code-sheet.tsx';
import { ConnectedDialog, Waiting } from './connected.tsx';

type OfferStepProps = { id: CommunityId; name: string; invite: string | undefined; close: () => void };

export const OfferStep = ({ id, name, invite, close }: OfferStepProps) => {
  const { services } = useApp();
  const made = useOffer(id, invite);
  const [answer, setAnswer] = useState('');
  const [isUp, setUp] = useState(false);
  const { run, busy, error, setError } = useAct();
  const title = invite === undefined ? strings.codes.title : strings.codes.inviteTitle(name);
  if (isUp) return <ConnectedDialog title={title} close={close} />;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (answer.trim() === '') return setError(strings.codes.answerMissing);
    run(
      'connecting by code',
      () => services.peer.acceptCode({ code: answer }),
      () => setUp(true),
    );
  };
  return (
    <Dialog title={title} onClose={close} wide>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <p className="dim">{invite === undefined ? strings.codes.offerText : strings.codes.inviteText}</p>
          {made.code === undefined ? (
            <OfferPending error={made.error} />
          ) : (
            <CodeSheet
              code={made.code}
              label={strings.codes.yourCode}
              hint={invite === undefined ? strings.codes.offerHint : strings.codes.inviteHint}
              picture={strings.codes.offerPicture}
            >
              <TextArea
                label={strings.codes.theirAnswer}
                hint={strings.codes.theirAnswerHint}
                value={answer}
                maxLength={4096}
                rows={3}
                mono
                onText={(text) => {
                  setAnswer(text);
                  setError(undefined);
                }}
              />
              <Problem error={error} />
            </CodeSheet>
          )}
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={busy} disabled={busy || made.code === undefined}>
            {busy ? strings.codes.connecting : strings.codes.connect}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};

const OfferPending = ({ error }: { error: string | undefined }) =>
  error === undefined ? <Waiting text={strings.codes.making} /> : <Problem error={error} />;

/** Made once for each opening; earlier ones go on waiting for their answers. */
const useOffer = (id: CommunityId, invite: string | undefined) => {
  const { services } = useApp();
  const [made, setMade] = useState<{ code?: string; error?: string }>({});
  useEffect(() => {
    let isOpen = true;
    const making = services.peer.offerCode({ community: id, ...(invite === undefined ? {} : { invite }) });
    const shown = making.then((offered) => {
      if (isOpen) setMade(offered.ok ? { code: offered.value } : { error: offered.message });
    });
    drop(shown, 'making a code', (what, cause) => {
      services.report(what, cause);
      if (isOpen) setMade({ error: strings.unexpected });
    });
    return () => {
      isOpen = false;
    };
  }, [services, id, invite]);
  return made;
};
