/** What the page needs from outside, played from a scene: no host, no disk, no network, and a clock that stands still. */
import { fail, ok } from '../../shared/base/result.ts';
import type { NetworkChoices } from '../../shared/host-api/table.ts';
import { createMemoryProjection } from '../../shared/peer/memory-projection.ts';
import type { Services } from '../app/services.ts';
import { createStore } from '../app/store.ts';
import { idOf } from './chance.ts';
import { drawnFaces } from './drawn-faces.ts';
import { createInPagePeer } from './in-page-peer.ts';
import type { Scene } from './scene.ts';
import { NOW, type World } from './world.ts';

const PREVIEW = {
  community: idOf.community('Harbour watch'),
  name: 'Harbour watch',
  inviter: 'Bob',
  history: 'full',
  fingerprint: '7kq2-x4mh-9dva-tt3c-w8ne',
} as const;

export type ChosenLook = Readonly<Record<string, string | number | boolean>>;

export const servicesOf = async (scene: Scene, look: ChosenLook): Promise<Services> => {
  const projection = createMemoryProjection();
  const changes = createStore(0);
  let worlds = scene.worlds;
  const shown = new Map<World, { messages: number; effects: number }>();

  const show = async (world: World): Promise<void> => {
    const { id } = world.community;
    const before = shown.get(world) ?? { messages: 0, effects: 0 };
    await projection.setCommunities(worlds.map(({ community }) => community));
    await projection.setChannels(id, [...world.channels]);
    await projection.setMembers(id, [...world.members]);
    await projection.setRoles(id, world.roles);
    await projection.setInvites(id, world.invites);
    await projection.setRequests(id, world.requests);
    await projection.putMessages(world.messages.slice(before.messages));
    await projection.putEffects(world.effects.slice(before.effects));
    await projection.putReceipts(world.receipts);
    shown.set(world, { messages: world.messages.length, effects: world.effects.length });
    changes.update((count) => count + 1);
  };
  for (const world of worlds) await show(world);

  const peer = createInPagePeer({
    worlds: () => worlds,
    show,
    add: (world) => {
      worlds = [...worlds, world];
      return show(world);
    },
    status: scene.status,
    tells: scene.tells ?? [],
    refuses: scene.refuses ?? false,
  });
  const { faces, shrink } = drawnFaces(() => worlds);
  const pictures = { ...NO_CODES, shrink: async () => ok(await shrink()) };
  return { ...outside(scene, look), pictures, faces, peer, queries: projection, search: projection.search, changes };
};

const NO_CODES: Pick<Services['pictures'], 'read' | 'save'> = {
  read: async () => fail('no-code', ''),
  save: () => undefined,
};

type Played = 'peer' | 'queries' | 'search' | 'changes' | 'pictures' | 'faces';

const outside = (scene: Scene, look: ChosenLook): Omit<Services, Played> => {
  const drafts = new Map<string, string>();
  let preferences = JSON.stringify({
    memberName: scene.memberName ?? '',
    phrase: 'written',
    ...scene.preferences,
    ...look,
  });
  return {
    watch: (read) => ({
      subscribe: (tell, failed) => {
        let isOn = true;
        read().then((answer) => isOn && tell(answer), failed);
        return { unsubscribe: () => (isOn = false) };
      },
    }),
    status: createStore(scene.status),
    life: createStore(scene.life ?? { kind: 'running' }),
    drafts: {
      load: async (key) => drafts.get(key),
      save: async (key, text) => void (text === '' ? drafts.delete(key) : drafts.set(key, text)),
    },
    personal: { load: async () => scene.personal ?? [], save: async () => undefined },
    late: { load: async () => scene.late ?? [], save: async () => undefined },
    mentions: { load: async () => scene.mentions ?? [], add: async () => undefined, remove: async () => undefined },
    notifications: {
      permission: () => 'default',
      ask: async () => 'granted',
      show: () => () => undefined,
      setBadge: () => undefined,
      playSound: () => undefined,
      hasFocus: () => scene.isElsewhere !== true,
    },
    preferences: { read: () => preferences, write: (text) => (preferences = text) },
    previewInvite: async () => ok(PREVIEW),
    openExternal: async () => undefined,
    network: networkOf(scene),
    files: filesOf(scene),
    storage: async () => ({ used: 48_300_000, room: 21_000_000_000 }),
    licences: async () => [
      { name: 'an-example', version: '1.0.0', identifier: 'MIT', text: 'Permission is hereby granted.' },
    ],
    copyText: async () => undefined,
    now: () => NOW,
    shellInfo: { version: '0.1.0', profile: 'showroom', shell: 'standalone', platform: 'linux' },
    report: (what, error) => console.warn(`showroom ${what}`, error),
  };
};

const USUAL: NetworkChoices = { lan: true, servers: ['wss://meet.example.org'], relays: [], hideAddress: false };

const networkOf = ({ network = USUAL }: Scene): Services['network'] => {
  let choices = network;
  return {
    read: async () => ok(choices),
    change: async (next) => {
      choices = next;
      return ok({});
    },
  };
};

const filesOf = (scene: Scene): Services['files'] => ({
  save: async () => ok({ operations: 12, records: 48_210, bytes: 9_400_000 }),
  takeIn: async () =>
    ok({
      community: scene.worlds[0]?.community.id ?? PREVIEW.community,
      fresh: { operations: 0, records: 12 },
      refused: 0,
    }),
});
