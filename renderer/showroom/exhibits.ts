/** All that the gallery shows: a scene, and perhaps a dialog over it. */
import type { ChannelView, MemberView, MessageView } from '../../shared/model/views.ts';
import { type DialogState, SETTINGS_SECTIONS } from '../app/app-model.ts';
import { type Scene, type SceneName, SCENES } from './scenes.ts';
import type { World } from './world.ts';

export type Exhibit = { name: string; scene: SceneName; dialog?: (scene: Scene) => DialogState };

const first = (scene: Scene): World => {
  const [world] = scene.worlds;
  if (world === undefined) throw new Error('this scene has no community');
  return world;
};
const memberCalled = (scene: Scene, name: string): MemberView => {
  const member = first(scene).members.find((one) => one.name === name);
  if (member === undefined) throw new Error(`nobody is called ${name}`);
  return member;
};
const lastMessage = (scene: Scene): MessageView => {
  const message = first(scene).messages.at(-1);
  if (message === undefined) throw new Error('nothing was said');
  return message;
};
const firstChannel = (scene: Scene): ChannelView => {
  const [channel] = first(scene).channels;
  if (channel === undefined) throw new Error('there is no channel');
  return channel;
};
const about = (kind: 'profile' | 'kick' | 'ban' | 'transfer-owner', name: string): Exhibit => ({
  name: `${kind} ${name.trim().split(' ', 1)[0] ?? ''}`.replaceAll(' ', '-').toLowerCase(),
  scene: 'harbour',
  dialog: (scene) => ({ kind, community: first(scene).community.id, member: memberCalled(scene, name).id }),
});
const plain = (dialog: DialogState, scene: SceneName = 'harbour'): Exhibit => ({
  name: scene === 'harbour' ? dialog.kind : `${dialog.kind}-${scene}`,
  scene,
  dialog: () => dialog,
});
const inCommunity = (kind: 'invite-people' | 'edit-profile' | 'leave' | 'connect-by-code'): Exhibit => ({
  name: kind,
  scene: 'harbour',
  dialog: (scene) => ({ kind, community: first(scene).community.id }),
});
const onMessage = (kind: 'delivery' | 'delete-message' | 'hide-message' | 'purge-message'): Exhibit => ({
  name: kind,
  scene: 'harbour',
  dialog: (scene) => ({ kind, message: lastMessage(scene) }),
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
  onMessage('delivery'),
  onMessage('delete-message'),
  onMessage('hide-message'),
  onMessage('purge-message'),
  { name: 'pins', scene: 'harbour', dialog: (scene) => ({ kind: 'pins', channel: firstChannel(scene) }) },
];
