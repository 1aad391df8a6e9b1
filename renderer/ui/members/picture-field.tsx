/** The own picture in one community: chosen, dropped or pasted, looked at, and then used; or taken away again. */
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import type { ChosenPicture } from '../../app/first-picture.ts';
import { useApp } from '../app-context.ts';
import { pictureIn } from '../communities/use-pasted-invite.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { PictureChooser } from '../primitives/picture-chooser.tsx';
import { strings } from '../strings.ts';
import { type Acting, useAct } from '../use-act.ts';
import { onDroppedPicture, useSmallPicture } from './take-picture.ts';
import './picture-field.css';

export const PictureField = ({ community, me, name }: { community: CommunityView; me: MemberView; name: string }) => {
  const acting = useAct();
  const { chosen, take, letGo } = useChosen(acting);
  const [said, setSaid] = useState('');
  const choose = (file: Blob): void => {
    setSaid('');
    take(file);
  };
  usePastedPicture(choose);
  return (
    <div className="picture-field" {...onDroppedPicture(choose)} data-testid="own-picture">
      <Avatar id={me.id} name={name} size="xl" {...(chosen === undefined ? {} : { picture: chosen.address })} />
      <div className="picture-field-words">
        <p className="dim small">{chosen === undefined ? strings.picture.hint : strings.picture.preview}</p>
        <div className="picture-field-acts">
          {chosen === undefined ? (
            <Idle {...{ community, me, acting, choose, setSaid }} />
          ) : (
            <Preview {...{ community, acting, chosen, letGo, setSaid }} />
          )}
        </div>
        <p className="dim small" role="status">
          {acting.busy ? strings.picture.busy : said}
        </p>
        <Problem error={acting.error} />
      </div>
    </div>
  );
};

type ActProps = { community: CommunityView; acting: Acting; setSaid: (words: string) => void };

const Idle = ({
  community,
  me,
  acting,
  choose,
  setSaid,
}: ActProps & { me: MemberView; choose: (file: Blob) => void }) => {
  const { services } = useApp();
  const remove = (): void =>
    acting.run(
      'taking a picture away',
      () => services.peer.setPicture({ community: community.id }),
      () => setSaid(strings.picture.removed),
    );
  return (
    <>
      <PictureChooser
        words={me.avatar === undefined ? strings.picture.choose : strings.picture.chooseAnother}
        isBusy={acting.busy}
        take={choose}
      />
      {me.avatar === undefined ? null : (
        <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} aria-busy={acting.busy} onClick={remove}>
          {strings.picture.remove}
        </Button>
      )}
    </>
  );
};

const Preview = ({
  community,
  acting,
  chosen,
  letGo,
  setSaid,
}: ActProps & { chosen: ChosenPicture; letGo: () => void }) => {
  const { services } = useApp();
  const use = (): void =>
    acting.run(
      'setting a picture',
      () => services.peer.setPicture({ community: community.id, picture: chosen.bytes }),
      () => {
        letGo();
        setSaid(strings.picture.saved);
      },
    );
  return (
    <>
      <Button look="primary" aria-busy={acting.busy} onClick={use}>
        {strings.picture.use}
      </Button>
      <Button onClick={letGo}>{strings.cancel}</Button>
    </>
  );
};

/** What was chosen, made small, and an address to look at it for as long as that is shown. */
const useChosen = (acting: Acting) => {
  const { faces } = useApp().services;
  const [chosen, setChosen] = useState<ChosenPicture>();
  const address = chosen?.address;
  useEffect(() => (address === undefined ? undefined : () => faces.letGo(address)), [address, faces]);
  const take = useSmallPicture(acting, (bytes) => setChosen({ bytes, address: faces.address(bytes) }));
  return { chosen, take, letGo: () => setChosen(undefined) };
};

const usePastedPicture = (take: (file: Blob) => void): void => {
  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent): void => {
      const picture = clipboardData === null ? undefined : pictureIn(clipboardData);
      if (picture !== undefined) take(picture);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [take]);
};
