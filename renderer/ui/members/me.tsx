/** Who I am here, under the channels: opens my own card. */
import { Settings } from 'lucide-react';

import type { CommunityView, MemberView } from '../../../shared/model/views.ts';
import { ariaKeys } from '../../app/key-bindings.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { IconButton } from '../primitives/button.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { strings } from '../strings.ts';
import { useOpenCard } from './open-card.ts';
import { usePresence } from './presence-words.ts';
import { PresentAvatar } from './present-avatar.tsx';

/** Opens the own card. */
const OwnCard = ({ me }: { me: MemberView }) => {
  const { state, status, words } = usePresence(me.id)(me.id);
  const open = useOpenCard(me);
  return (
    <button type="button" className="me-words" aria-haspopup="dialog" {...open}>
      <PresentAvatar id={me.id} name={me.name} size="s" state={state} />
      <span className="me-lines">
        <span className="cut me-name" dir="auto">
          {me.name}
        </span>
        <span className="cut me-note" dir="auto">
          {status === '' ? words : status}
        </span>
        {status === '' ? null : <span className="sr-only">{words}</span>}
      </span>
    </button>
  );
};

export const Me = ({ community }: { community: CommunityView }) => {
  const { dialog, preferences } = useApp();
  const { memberName } = useStore(preferences);
  const members = useQuery(`members ${community.id}`, ({ services }) => services.queries.members(community.id));
  const me = members?.find(({ id }) => id === community.me);
  const name = me?.name ?? memberName;
  return (
    <footer className="me">
      {me === undefined ? (
        <p className="me-words">
          <Avatar id={community.device} name={name} size="s" />
          <span className="cut me-name" dir="auto">
            {name}
          </span>
        </p>
      ) : (
        <OwnCard me={me} />
      )}
      <IconButton
        label={strings.shell.settings}
        icon={<Settings size={18} aria-hidden />}
        aria-keyshortcuts={ariaKeys('settings', IS_MAC)}
        onClick={() => dialog.set({ kind: 'settings' })}
      />
    </footer>
  );
};
