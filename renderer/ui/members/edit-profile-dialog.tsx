/** The own name and words about oneself, in one community. */
import { type SubmitEvent, useState } from 'react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { memberNameError } from '../communities/member-name-field.tsx';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field, TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';
import { useEverybody } from './use-everybody.ts';

type EditProfileProps = { community: CommunityView; close: () => void };

export const EditProfileDialog = ({ community, close }: EditProfileProps) => {
  const me = useEverybody(community.id).find(({ id }) => id === community.me);
  return me === undefined ? null : <EditProfile community={community} me={me} close={close} />;
};

const EditProfile = ({ community, me, close }: EditProfileProps & { me: MemberView }) => {
  const { govern, busy, error } = useGovern(community.id);
  const [name, setName] = useState(me.name);
  const [about, setAbout] = useState(me.about);
  const nameError = memberNameError(name);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (nameError === undefined) govern({ kind: 'set-profile', name: name.trim(), about: about.trim() }, close);
  };
  return (
    <Dialog title={strings.you.editTitle(community.name)} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field
            label={strings.you.name}
            hint={strings.you.nameHint}
            error={nameError}
            value={name}
            maxLength={64}
            onText={setName}
          />
          <TextArea
            label={strings.you.about}
            hint={strings.you.aboutHint}
            value={about}
            maxLength={512}
            onText={setAbout}
          />
          <Problem error={error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={busy}>
            {strings.you.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
