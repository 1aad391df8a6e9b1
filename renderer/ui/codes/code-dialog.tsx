/** Connecting by two codes that people pass each other: who begins, and who answers. */
import { useState } from 'react';

import type { CommunityId } from '../../../shared/base/ids.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { Choice } from '../primitives/choice.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { AnswerStep } from './answer-step.tsx';
import { OfferStep } from './offer-step.tsx';
import './code-dialog.css';

type CodeDialogProps = {
  community: CommunityView | undefined;
  id: CommunityId;
  step: 'offer' | 'answer' | undefined;
  invite: string | undefined;
  close: () => void;
};

export const CodeDialog = ({ community, id, step: first, invite, close }: CodeDialogProps) => {
  const [step, setStep] = useState(first);
  const name = community?.id === id ? community.name : '';
  switch (step) {
    case 'offer':
      return <OfferStep id={id} name={name} invite={invite} close={close} />;
    case 'answer':
      return <AnswerStep id={id} close={close} />;
    case undefined:
      return (
        <Dialog title={strings.codes.title} onClose={close}>
          <DialogBody>
            <p className="dim">{strings.codes.text}</p>
            <Choice
              kind="create"
              title={strings.codes.begin}
              hint={strings.codes.beginHint}
              onClick={() => setStep('offer')}
            />
            <Choice
              kind="join"
              title={strings.codes.answer}
              hint={strings.codes.answerHint}
              onClick={() => setStep('answer')}
            />
          </DialogBody>
        </Dialog>
      );
  }
};
