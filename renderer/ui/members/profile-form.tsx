/** The own name and words about oneself in one community: as a dialog of its own, and in the settings. */
import { useState } from 'react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { memberNameError } from '../communities/member-name-field.tsx';
import { Problem } from '../primitives/act-dialog.tsx';
import { Field, TextArea } from '../primitives/field.tsx';
import { Setting } from '../settings/setting.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';

export type ProfileForm = {
  name: string;
  about: string;
  setName: (name: string) => void;
  setAbout: (about: string) => void;
  nameError: string | undefined;
  error: string | undefined;
  busy: boolean;
  save: (whenDone?: () => void) => void;
};

export const useProfileForm = (community: CommunityView, me: MemberView): ProfileForm => {
  const { govern, busy, error } = useGovern(community.id);
  const [name, setName] = useState(me.name);
  const [about, setAbout] = useState(me.about);
  const nameError = memberNameError(name);
  return {
    name,
    about,
    setName,
    setAbout,
    nameError,
    error,
    busy,
    save: (whenDone) => {
      if (nameError === undefined) govern({ kind: 'set-profile', name: name.trim(), about: about.trim() }, whenDone);
    },
  };
};

export const ProfileFields = ({ form }: { form: ProfileForm }) => (
  <>
    <Setting name="name-here">
      <Field
        label={strings.you.name}
        hint={strings.you.nameHint}
        error={form.nameError}
        value={form.name}
        maxLength={64}
        onText={form.setName}
      />
    </Setting>
    <Setting name="about-you">
      <TextArea
        label={strings.you.about}
        hint={strings.you.aboutHint}
        value={form.about}
        maxLength={512}
        onText={form.setAbout}
      />
    </Setting>
    <Problem error={form.error} />
  </>
);
