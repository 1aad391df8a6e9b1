import { type SubmitEvent, useState } from 'react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { MAX_NICKNAME, noteOf, type NamedMember } from '../../app/people-notes.ts';
import { useApp } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useEverybody } from './use-everybody.ts';

type NicknameDialogProps = { community: CommunityView; member: MemberId; close: () => void };

export const NicknameDialog = ({ community, member: id, close }: NicknameDialogProps) => {
  const member = useEverybody(community.id).find((one) => one.id === id);
  return member === undefined ? null : <Naming member={member} close={close} />;
};

const Naming = ({ member, close }: { member: NamedMember; close: () => void }) => {
  const { people } = useApp();
  const [nickname, setNickname] = useState(noteOf(people.notes.get(), member.id).nickname);
  const name = member.ownName ?? member.name;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    people.notes.change({ id: member.id, community: member.community, name }, { nickname: nickname.trim() });
    close();
  };
  return (
    <Dialog title={strings.nickname.title(name)} onClose={close}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field
            label={strings.nickname.label}
            hint={strings.nickname.hint}
            placeholder={name}
            value={nickname}
            maxLength={MAX_NICKNAME}
            autoFocus
            onText={setNickname}
          />
        </DialogBody>
        <DialogActions>
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" type="submit">
            {strings.nickname.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
