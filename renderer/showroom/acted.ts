/** What one comes to by acting: menus, sheets, what is begun and not yet done. Each with the steps that lead there. */
import { strings } from '../ui/strings.ts';
import { firstWorld, memberIn } from './of-scene.ts';
import type { Exhibit } from './exhibit.ts';
import type { SceneName } from './scenes.ts';
import type { Step } from './steps.ts';

const press = (on: string, saying?: string): Step => ({
  does: 'press',
  on,
  ...(saying === undefined ? {} : { saying }),
});
const labelled = (label: string): Step => press(`[aria-label=${JSON.stringify(label)}]`);
const button = (saying: string): Step => press('button', saying);
const type = (on: string, text: string): Step => ({ does: 'type', on, text });
const choose = (on: string): Step => ({ does: 'choose', on });
const wait = (on: string): Step => ({ does: 'await', on });

const MENU = 'button[role^="menuitem"]';
const SETTING = '.setting-search-box';
const BOX = '[data-composer]';

const onRow = (saying: string): Step => ({ does: 'menu', on: '[data-testid="message"]', saying });
const onMessage = (saying: string, act: string): readonly Step[] => [onRow(saying), press(MENU, act)];
const DINGHIES = 'two dinghies';
const MOORINGS = 'post pictures';

const row = (on: string, saying: string): Step => ({ does: 'menu', on, saying });
const onMember = (name: string): Step => press('button.member', name);

const { message: acts, places, card, codes, shell } = strings;

const harbour = (name: string, ...steps: readonly Step[]): Exhibit => ({ name, scene: 'harbour', steps });
const narrow = (name: string, scene: SceneName, width: number, ...steps: readonly Step[]): Exhibit => ({
  name,
  scene,
  width,
  // which takes focus when it comes
  steps: [wait(BOX), ...steps],
});
const inSettings = (name: string, ...steps: readonly Step[]): Exhibit => ({
  name: `settings-${name}`,
  scene: 'harbour',
  dialog: () => ({ kind: 'settings', section: 'devices' }),
  steps,
});
const inCommunity = (section: 'channels' | 'roles' | 'invites', name: string, ...steps: readonly Step[]): Exhibit => ({
  name: `community-${section}-${name}`,
  scene: 'harbour',
  dialog: () => ({ kind: 'community-settings', section }),
  steps,
});
const byCode = (name: string, ...steps: readonly Step[]): Exhibit => ({
  name: `code-${name}`,
  scene: 'harbour',
  dialog: (scene) => ({ kind: 'connect-by-code', community: firstWorld(scene).community.id }),
  steps,
});

const THEIRS = 'dialog textarea:not([readonly])';

const giveAnswer = (code: string): readonly Step[] => [
  press('dialog button', codes.begin),
  wait(THEIRS),
  type(THEIRS, code),
  press('dialog button', codes.connect),
];

export const ACTED: readonly Exhibit[] = [
  harbour('message-menu', onRow(DINGHIES)),
  harbour('emoji-react', ...onMessage(DINGHIES, acts.react), wait('.emoji-cell')),
  harbour('emoji-write', labelled(strings.emoji.open), wait('.emoji-cell')),
  harbour('emoji-search', labelled(strings.emoji.open), wait('.emoji-cell'), type('.emoji-picker input', 'boat')),
  harbour('replying', ...onMessage(DINGHIES, acts.reply)),
  harbour('editing', ...onMessage(MOORINGS, acts.edit)),
  harbour('thread', ...onMessage(MOORINGS, acts.thread)),
  harbour('thread-none', ...onMessage(DINGHIES, acts.thread)),
  harbour('mentioning', type(BOX, 'Ask @')),
  harbour('too-long', type(BOX, 'wind and water '.repeat(540))),
  harbour('place-menu', row('button.channel', 'tide-tables')),
  harbour('place-menu-mute', row('button.channel', 'tide-tables'), press(MENU, places.mute)),
  harbour('place-menu-level', row('button.channel', 'tide-tables'), press(MENU, places.notifications)),
  harbour('community-menu', press('button.channels-menu')),
  harbour('card', onMember('Bob')),
  harbour('card-menu', onMember('Bob'), labelled(card.more)),
  harbour('card-own', press('button.me-words')),
  harbour('card-long', onMember('Maximiliane')),
  { name: 'card-face', scene: 'faces', steps: [onMember('Bob')] },
  {
    name: 'picture-own',
    scene: 'faces',
    dialog: () => ({ kind: 'settings', section: 'profile' }),
    steps: [wait('.picture-field img')],
  },
  {
    name: 'picture-chosen',
    scene: 'harbour',
    dialog: () => ({ kind: 'settings', section: 'profile' }),
    steps: [choose('.picture-field input'), wait('.picture-field img')],
  },
  { name: 'first-picture', scene: 'first-start', steps: [choose('.own-name input[type=file]'), wait('.own-name img')] },
  harbour('blocking', onMember('Carol'), labelled(card.more), press(MENU, card.block)),
  harbour('inbox-none', labelled(strings.inbox.open)),
  { name: 'inbox', scene: 'news', steps: [press('.inbox-door button')] },
  { name: 'direct', scene: 'news', steps: [press('button.channel', 'Bob')] },
  {
    name: 'direct-empty',
    scene: 'harbour',
    steps: [onMember('Carol'), press('.card button', card.message)],
  },
  { name: 'switcher-typed', scene: 'news', dialog: () => ({ kind: 'switcher' }), steps: [type('dialog input', 'bo')] },
  {
    name: 'search-found',
    scene: 'harbour',
    dialog: () => ({ kind: 'search' }),
    steps: [type('dialog input', 'the'), wait('[data-testid="search-hit"]')],
  },
  {
    name: 'search-none',
    scene: 'harbour',
    dialog: () => ({ kind: 'search' }),
    steps: [type('dialog input', 'from:nobody zeppelin')],
  },
  {
    name: 'not-sent-text',
    scene: 'not-sent',
    steps: [type(BOX, 'The lamp on the east pier is out.'), labelled(strings.composer.send), wait('.message-failed')],
  },
  {
    name: 'join-confirm',
    scene: 'first-start',
    dialog: () => ({ kind: 'join', invite: `holdfast://join#${'k3'.repeat(60)}` }),
  },
  narrow('panel-members', 'harbour', 700, labelled(shell.showMembers), wait('.side-panel .member')),
  narrow('panel-places', 'harbour', 560, press(`[aria-label^="${shell.places}"]`)),
  narrow('panel-places-news', 'news', 400, press(`[aria-label^="${shell.places}"]`)),
  narrow('panel-thread', 'harbour', 560, ...onMessage(MOORINGS, acts.thread)),
  { name: 'settings-people-blocked', scene: 'blocked', dialog: () => ({ kind: 'settings', section: 'people' }) },
  {
    name: 'profile-blocked',
    scene: 'blocked',
    dialog: (scene) => {
      const { id, community } = memberIn(firstWorld(scene), 'Bob');
      return { kind: 'profile', community, member: id };
    },
  },
  inSettings('search', type(SETTING, 'sound')),
  inSettings('search-many', type(SETTING, 'privacy')),
  inSettings('search-none', type(SETTING, 'zeppelin')),
  {
    name: 'settings-asked',
    scene: 'harbour',
    dialog: () => ({ kind: 'settings', section: 'appearance', setting: 'text-size' }),
  },
  inSettings('devices-add', button(strings.devices.add)),
  inSettings('devices-remove', press('[data-testid="device"] button')),
  inCommunity('channels', 'new', button(strings.channels.create)),
  inCommunity('channels', 'edit', labelled(strings.channels.edit('storm-notices'))),
  inCommunity('roles', 'new', button(strings.roleEditor.create)),
  inCommunity('invites', 'made', button(strings.invites.make), wait('[data-testid="made-invite"]')),
  { name: 'requests-list', scene: 'requests', dialog: () => ({ kind: 'community-settings', section: 'invites' }) },
  { name: 'note-write', scene: 'harbour', dialog: () => ({ kind: 'network' }), steps: [button(strings.note.write)] },
  byCode('make', press('dialog button', codes.begin), wait('dialog svg[role="img"], dialog .qr-code')),
  byCode('answer', press('dialog button', codes.answer)),
  byCode('connected', ...giveAnswer(`HOLDFAST-ANSWER:${'8c2m'.repeat(60)}`), wait('.code-connected')),
  byCode('mistaken', ...giveAnswer(`HF1:${'8c2m'.repeat(60)}`), wait('dialog [role="alert"]')),
  {
    name: 'device-compare',
    scene: 'device-asks',
    dialog: () => ({ kind: 'settings', section: 'devices' }),
    steps: [button(strings.devices.add), wait('.compare')],
  },
  { name: 'network-relays', scene: 'relayed', dialog: () => ({ kind: 'network' }) },
  { name: 'settings-network-relays', scene: 'relayed', dialog: () => ({ kind: 'settings', section: 'network' }) },
];
