/** Who one is: the usual name, the one in each community, and the words that bring it all back. */
import { KeyRound } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { MemberNameField } from '../communities/member-name-field.tsx';
import { PictureField } from '../members/picture-field.tsx';
import { ProfileFields, useProfileForm } from '../members/profile-form.tsx';
import { useEverybody } from '../members/use-everybody.ts';
import { Button } from '../primitives/button.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { Setting } from './setting.tsx';

const NONE: readonly CommunityView[] = [];

export const ProfileSettings = ({ current }: { current: CommunityView | undefined }) => {
  const { preferences, dialog } = useApp();
  const { phrase } = useStore(preferences);
  const communities = useQuery('communities', ({ services }) => services.queries.communities()) ?? NONE;
  const joined = communities.filter(({ state, me }) => state === 'joined' && me !== undefined);
  const [wanted, setWanted] = useState(current?.id);
  const chosen = joined.find(({ id }) => id === wanted) ?? joined[0];
  return (
    <>
      <Setting name="name">
        <MemberNameField showError />
      </Setting>
      {chosen === undefined ? null : (
        <section className="settings-card">
          <Select
            label={strings.settings.profileIn}
            value={chosen.id}
            options={joined.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => setWanted(joined.find((community) => community.id === id)?.id)}
          />
          <OwnProfile key={chosen.id} community={chosen} />
        </section>
      )}
      <Setting name="phrase">
        <section className="settings-line">
          <span className="row-words">
            <span className="row-title">{strings.phrase.title}</span>
            <span className="row-note">
              {phrase === 'written' ? strings.settings.phraseWritten : strings.phrase.notYet}
            </span>
          </span>
          <Button icon={<KeyRound size={16} aria-hidden />} onClick={() => dialog.set({ kind: 'phrase' })}>
            {strings.phrase.open}
          </Button>
        </section>
      </Setting>
    </>
  );
};

const OwnProfile = ({ community }: { community: CommunityView }) => {
  const me = useEverybody(community.id).find(({ id }) => id === community.me);
  return me === undefined ? null : <ProfileIn community={community} me={me} />;
};

const ProfileIn = ({ community, me }: { community: CommunityView; me: MemberView }) => {
  const form = useProfileForm(community, me);
  const [isSaved, setIsSaved] = useState(false);
  const isChanged = form.name.trim() !== me.name || form.about.trim() !== me.about;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    form.save(() => setIsSaved(true));
  };
  return (
    <form className="section-form" onSubmit={submit} noValidate>
      <Setting name="picture">
        <PictureField community={community} me={me} name={form.name} />
      </Setting>
      <ProfileFields form={form} />
      <div className="section-acts">
        <Button look="primary" type="submit" disabled={!isChanged} aria-busy={form.busy}>
          {strings.you.save}
        </Button>
        <span className="dim small" role="status">
          {isSaved && !isChanged ? strings.settings.profileSaved : ''}
        </span>
      </div>
    </form>
  );
};
