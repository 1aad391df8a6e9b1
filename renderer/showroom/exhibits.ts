/** All that the gallery shows: a scene, and perhaps a dialog over it. */
import type { DialogState } from '../app/app-model.ts';
import { SETTINGS_SECTIONS } from '../app/settings-table.ts';
import { ACTED } from './acted.ts';
import { firstChannel, firstWorld, memberIn, messageSaying } from './of-scene.ts';
import type { Exhibit } from './exhibit.ts';
import { type SceneName, SCENES } from './scenes.ts';

const about = (kind: 'profile' | 'kick' | 'ban' | 'transfer-owner' | 'nickname', name: string): Exhibit => ({
  name: `${kind} ${name.trim().split(' ', 1)[0] ?? ''}`.replaceAll(' ', '-').toLowerCase(),
  scene: 'harbour',
  dialog: (scene) => ({
    kind,
    community: firstWorld(scene).community.id,
    member: memberIn(firstWorld(scene), name).id,
  }),
});
const plain = (dialog: DialogState, scene: SceneName = 'harbour'): Exhibit => ({
  name: scene === 'harbour' ? dialog.kind : `${dialog.kind}-${scene}`,
  scene,
  dialog: () => dialog,
});
const inCommunity = (kind: 'invite-people' | 'edit-profile' | 'leave' | 'connect-by-code'): Exhibit => ({
  name: kind,
  scene: 'harbour',
  dialog: (scene) => ({ kind, community: firstWorld(scene).community.id }),
});
type MessageDialog = Extract<DialogState, { message: unknown }>['kind'];
const onMessage = (kind: MessageDialog, words?: string): Exhibit => ({
  name: kind,
  scene: 'harbour',
  dialog: (scene) => ({ kind, message: messageSaying(scene, words) }),
});
const inChannel = (kind: 'pins' | 'threads', scene: SceneName = 'harbour'): Exhibit => ({
  name: scene === 'harbour' ? kind : `${kind}-${scene}`,
  scene,
  dialog: (of) => ({ kind, channel: firstChannel(of) }),
});

export const EXHIBITS: readonly Exhibit[] = [
  ...Object.keys(SCENES).map((name) => ({ name, scene: name as SceneName })),
  plain({ kind: 'switcher' }),
  plain({ kind: 'switcher' }, 'busy-community'),
  ...SETTINGS_SECTIONS.map((section): Exhibit => ({
    name: `settings-${section}`,
    scene: 'harbour',
    dialog: () => ({ kind: 'settings', section }),
  })),
  plain({ kind: 'settings' }, 'first-start'),
  ...(['overview', 'channels', 'roles', 'invites', 'bans', 'audit', 'file'] as const).map((section): Exhibit => ({
    name: `community-${section}`,
    scene: 'harbour',
    dialog: () => ({ kind: 'community-settings', section }),
  })),
  plain({ kind: 'keyboard' }),
  plain({ kind: 'search' }),
  plain({ kind: 'network' }),
  plain({ kind: 'network' }, 'outage'),
  plain({ kind: 'network' }, 'busy-community'),
  plain({ kind: 'add-community' }),
  plain({ kind: 'create-community' }),
  plain({ kind: 'join' }),
  plain({ kind: 'join' }, 'first-start'),
  plain({ kind: 'link-device' }, 'first-start'),
  plain({ kind: 'restore' }, 'first-start'),
  plain({ kind: 'phrase' }),
  plain({ kind: 'open-link', url: 'https://xn--pple-43d.example/login?to=https://harbour.example.org' }),
  inCommunity('invite-people'),
  inCommunity('edit-profile'),
  inCommunity('leave'),
  inCommunity('connect-by-code'),
  about('profile', 'Bob'),
  about('profile', 'Maximiliane Freifrau von und zu Hohenstein-Wackerbarth'),
  about('kick', 'Carol'),
  about('ban', 'Carol'),
  about('transfer-owner', 'Bob'),
  about('nickname', 'Bob'),
  plain({ kind: 'status' }),
  onMessage('delivery'),
  onMessage('delete-message'),
  onMessage('hide-message'),
  onMessage('purge-message'),
  onMessage('versions', 'moorings'),
  onMessage('forward', 'dinghies'),
  onMessage('report', 'Cheap boats'),
  inChannel('pins'),
  inChannel('pins', 'empty'),
  inChannel('threads'),
  inChannel('threads', 'empty'),
  ...ACTED,
];
