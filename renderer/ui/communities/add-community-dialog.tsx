/** Create or join: the question behind the plus sign. */
import { useApp } from '../app-context.ts';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { Choice } from '../primitives/choice.tsx';

export const AddCommunityDialog = ({ close }: { close: () => void }) => {
  const { dialog } = useApp();
  return (
    <Dialog title={strings.add.title} onClose={close}>
      <DialogBody>
        <Choice
          kind="create"
          title={strings.welcome.create}
          hint={strings.welcome.createHint}
          onClick={() => dialog.set({ kind: 'create-community' })}
        />
        <Choice
          kind="join"
          title={strings.welcome.join}
          hint={strings.welcome.joinHint}
          onClick={() => dialog.set({ kind: 'join' })}
        />
      </DialogBody>
    </Dialog>
  );
};
