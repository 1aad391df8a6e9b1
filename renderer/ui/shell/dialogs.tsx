/** The one dialog that is open. */
import { useEffect, useRef } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import type { DialogState } from '../../app/app-model.ts';
import { useApp, useStore } from '../app-context.ts';
import { CodeDialog } from '../codes/code-dialog.tsx';
import { CommunitySettings } from '../community-settings/community-settings.tsx';
import { AddCommunityDialog } from '../communities/add-community-dialog.tsx';
import { CreateCommunityDialog } from '../communities/create-community-dialog.tsx';
import { InviteDialog } from '../communities/invite-dialog.tsx';
import { JoinDialog } from '../communities/join-dialog.tsx';
import { EditProfileDialog } from '../members/edit-profile-dialog.tsx';
import { LeaveDialog, MemberActDialog } from '../members/member-act-dialog.tsx';
import { NicknameDialog } from '../members/nickname-dialog.tsx';
import { ProfileDialog } from '../members/profile-dialog.tsx';
import { StatusDialog } from '../members/status-dialog.tsx';
import { NetworkDialog } from '../network/network-dialog.tsx';
import { LinkDeviceDialog } from '../person/link-device-dialog.tsx';
import { PhraseDialog } from '../person/phrase-dialog.tsx';
import { RestoreDialog } from '../person/restore-dialog.tsx';
import { SearchDialog } from '../search/search-dialog.tsx';
import { KeyboardDialog } from '../settings/keyboard-dialog.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { SwitcherDialog } from '../switcher/switcher-dialog.tsx';
import { DeliveryDialog } from '../timeline/delivery-dialog.tsx';
import { MessageActDialog } from '../timeline/message-act-dialog.tsx';
import { ForwardDialog } from '../timeline/forward-dialog.tsx';
import { OpenLinkDialog } from '../timeline/open-link-dialog.tsx';
import { PinsDialog } from '../timeline/pins-dialog.tsx';
import { ReportDialog } from '../timeline/report-dialog.tsx';
import { ThreadsDialog } from '../timeline/threads-dialog.tsx';
import { VersionsDialog } from '../timeline/versions-dialog.tsx';
import { shownComposer } from './regions.ts';

export const Dialogs = ({ community }: { community: CommunityView | undefined }) => {
  const { dialog } = useApp();
  const state = useStore(dialog);
  useFocusAfter(state !== undefined);
  if (state === undefined) return null;
  return <OneDialog state={state} community={community} close={() => dialog.set(undefined)} />;
};

/** Focus goes back to where it came from. Where that is gone, as after joining from the first screen, writing comes next. */
const useFocusAfter = (isOpen: boolean): void => {
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    const hasClosed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    if (hasClosed && document.activeElement === document.body) shownComposer()?.focus();
  }, [isOpen]);
};

type OneDialogProps = { state: DialogState; community: CommunityView | undefined; close: () => void };

const OneDialog = ({ state, community, close }: OneDialogProps) => {
  switch (state.kind) {
    case 'add-community':
      return <AddCommunityDialog close={close} />;
    case 'create-community':
      return <CreateCommunityDialog close={close} />;
    case 'join':
      return <JoinDialog key={state.invite} invite={state.invite} picture={state.picture} close={close} />;
    case 'invite-people':
      return <InviteDialog id={state.community} close={close} />;
    case 'network':
      return <NetworkDialog community={community} close={close} />;
    case 'connect-by-code':
      return (
        <CodeDialog
          key={`${state.community} ${state.step ?? ''}`}
          community={community}
          id={state.community}
          step={state.step}
          invite={state.invite}
          close={close}
        />
      );
    case 'open-link':
      return <OpenLinkDialog url={state.url} close={close} />;
    default:
      return <PersonDialog state={state} community={community} close={close} />;
  }
};

/** About the person and this device; in every community the same. */
const PersonDialog = ({ state, community, close }: OneDialogProps) => {
  switch (state.kind) {
    case 'settings':
      return <SettingsDialog state={state} community={community} close={close} />;
    case 'switcher':
      return <SwitcherDialog community={community} close={close} />;
    case 'status':
      return <StatusDialog close={close} />;
    case 'keyboard':
      return <KeyboardDialog close={close} />;
    case 'phrase':
      return <PhraseDialog close={close} />;
    case 'link-device':
      return <LinkDeviceDialog close={close} />;
    case 'restore':
      return <RestoreDialog close={close} />;
    default:
      return community === undefined ? null : <CommunityDialog state={state} community={community} close={close} />;
  }
};

/** About the community on screen and its members. */
const CommunityDialog = ({ state, community, close }: OneDialogProps & { community: CommunityView }) => {
  switch (state.kind) {
    case 'community-settings':
      return <CommunitySettings community={community} section={state.section} channel={state.channel} close={close} />;
    case 'profile':
      return <ProfileDialog key={state.member} community={community} member={state.member} close={close} />;
    case 'kick':
    case 'ban':
    case 'transfer-owner':
      return <MemberActDialog kind={state.kind} community={community} member={state.member} close={close} />;
    case 'search':
      return <SearchDialog key={community.id} community={community} close={close} />;
    case 'nickname':
      return <NicknameDialog key={state.member} community={community} member={state.member} close={close} />;
    case 'edit-profile':
      return <EditProfileDialog community={community} close={close} />;
    case 'leave':
      return <LeaveDialog community={community} close={close} />;
    default:
      return <MessageDialog state={state} community={community} close={close} />;
  }
};

/** About a message, or some. */
const MessageDialog = ({ state, community, close }: OneDialogProps & { community: CommunityView }) => {
  switch (state.kind) {
    case 'delivery':
      return <DeliveryDialog message={state.message} me={community.me} close={close} />;
    case 'delete-message':
    case 'hide-message':
    case 'purge-message':
      return <MessageActDialog kind={state.kind} message={state.message} close={close} />;
    case 'versions':
      return <VersionsDialog community={community} message={state.message} close={close} />;
    case 'forward':
      return <ForwardDialog community={community} message={state.message} close={close} />;
    case 'report':
      return <ReportDialog community={community} message={state.message} close={close} />;
    case 'threads':
      return <ThreadsDialog community={community} channel={state.channel} close={close} />;
    case 'pins':
      return <PinsDialog community={community} channel={state.channel} close={close} />;
    default:
      return null;
  }
};
