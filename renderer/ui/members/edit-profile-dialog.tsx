/** The own name and words about oneself, in one community. */
import type { SubmitEvent } from 'react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { PictureField } from './picture-field.tsx';
import { ProfileFields, useProfileForm } from './profile-form.tsx';
import { useEverybody } from './use-everybody.ts';

type EditProfileProps = { community: CommunityView; close: () => void };

export const EditProfileDialog = ({ community, close }: EditProfileProps) => {
  const me = useEverybody(community.id).find(({ id }) => id === community.me);
  return me === undefined ? null : <EditProfile community={community} me={me} close={close} />;
};

const EditProfile = ({ community, me, close }: EditProfileProps & { me: MemberView }) => {
  const form = useProfileForm(community, me);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    form.save(close);
  };
  return (
    <Dialog title={strings.you.editTitle(community.name)} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <PictureField community={community} me={me} name={form.name} />
          <ProfileFields form={form} />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit" aria-busy={form.busy}>
            {strings.you.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
