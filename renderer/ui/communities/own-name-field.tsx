/**
 * "Your name", kept in the preferences and proposed wherever a community asks for it. Who has none yet is proposed one, and
 * beside it stands the picture that members will see: drawn, or chosen here.
 */
import { useEffect, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { CommunityId, MemberId } from '../../../shared/base/ids.ts';
import { proposedName } from '../../app/proposed-name.ts';
import { useApp, useStore } from '../app-context.ts';
import { onDroppedPicture, useSmallPicture } from '../members/take-picture.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { Field } from '../primitives/field.tsx';
import { PictureChooser } from '../primitives/picture-chooser.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import { memberNameError } from './member-name-field.tsx';
import './own-name-field.css';

export type OwnName = {
  name: string;
  /** What is wrong with it, if anything. */
  error: string | undefined;
  /** Nobody has given it: it is only proposed. */
  isProposed: boolean;
  /** Who this person is or will be there; undefined until the core has said so. */
  member: MemberId | undefined;
  type: (name: string) => void;
  /** From now on it is theirs, also where it was only proposed. @returns the name */
  keep: () => string;
};

/** @param community undefined: the one that is founded next */
export const useOwnName = (community?: CommunityId): OwnName => {
  const { preferences } = useApp();
  const { memberName } = useStore(preferences);
  const [typed, setTyped] = useState<string>();
  const member = useOwnMember(community);
  const given = typed ?? (memberName === '' ? undefined : memberName);
  const name = given ?? (member === undefined ? '' : proposedName(member, strings.names));
  return {
    name,
    error: memberNameError(name),
    isProposed: given === undefined,
    member,
    type: (text) => {
      setTyped(text);
      preferences.change({ memberName: text });
    },
    keep: () => {
      preferences.change({ memberName: name.trim() });
      return name.trim();
    },
  };
};

const useOwnMember = (community: CommunityId | undefined): MemberId | undefined => {
  const { services, dialog } = useApp();
  const [member, setMember] = useState<MemberId>();
  // a dialog can make this device somebody else's: by their phrase, or by another device
  const isCovered = useStore(dialog) !== undefined && community === undefined;
  useEffect(() => {
    if (isCovered) return undefined;
    let isCurrent = true;
    const asking = services.peer.ownMember(community).then((told) => {
      if (isCurrent) setMember(told);
    });
    drop(asking, 'asking who this is', services.report);
    return () => {
      isCurrent = false;
    };
  }, [services, community, isCovered]);
  return member;
};

type OwnNameFieldProps = { own: OwnName; showError: boolean; autoFocus?: boolean };

export const OwnNameField = ({ own, showError, autoFocus }: OwnNameFieldProps) => {
  const { isProposed, name } = own;
  const { firstPicture } = useApp();
  const picture = useStore(firstPicture.chosen);
  const acting = useAct();
  const take = useSmallPicture(acting, firstPicture.choose);
  const box = useRef<HTMLDivElement>(null);
  // it may come when the field has focus already: what is typed then takes its place
  useEffect(() => {
    const field = box.current?.querySelector('input');
    if (isProposed && field !== null && field === document.activeElement) field?.select();
  }, [isProposed, name]);
  return (
    <div className="own-name" ref={box} {...onDroppedPicture(take)} data-testid="own-name">
      <span className="own-name-face" title={picture === undefined ? strings.ownName.face : strings.ownName.chosen}>
        {own.member === undefined ? null : (
          <Avatar
            id={own.member}
            name={own.name}
            size="l"
            {...(picture === undefined ? {} : { picture: picture.address })}
          />
        )}
      </span>
      <div className="own-name-words">
        <Field
          label={strings.welcome.name}
          hint={strings.ownName.hint}
          error={showError ? own.error : undefined}
          value={own.name}
          maxLength={64}
          autoFocus={autoFocus}
          autoComplete="nickname"
          onFocus={(event) => (own.isProposed ? event.target.select() : undefined)}
          onText={own.type}
        />
        <p className="own-name-picture">
          <PictureChooser
            look="quiet"
            words={picture === undefined ? strings.picture.choose : strings.picture.chooseAnother}
            isBusy={acting.busy}
            take={take}
          />
          {picture === undefined ? null : (
            <Button look="quiet" onClick={() => firstPicture.choose()}>
              {strings.picture.remove}
            </Button>
          )}
        </p>
        <Problem error={acting.error} />
      </div>
    </div>
  );
};
