/** Every scene by its name: what is there when the page opens. Each is the same at every start. */
import type { NetworkChoices } from '../../shared/host-api/table.ts';
import type { PeerStatus } from '../../shared/model/status.ts';
import type { LifeState } from '../app/services.ts';
import { idOf } from './chance.ts';
import type { Scene } from './scene.ts';
import { serversDown, statusOf } from './status.ts';
import { addChannel, addMember, MINUTE, NOW, say, type World, worldOf } from './world.ts';
import { busyCommunity } from './worlds/busy.ts';
import { harbour } from './worlds/harbour.ts';
import { hostileWorld } from './worlds/hostile.ts';
import { newsIn } from './worlds/news.ts';

const of = (worlds: readonly World[], linked = 0, change: Partial<PeerStatus> = {}): Scene => ({
  worlds,
  status: statusOf(worlds, linked, change),
  memberName: 'Alice',
});
const life = (state: LifeState): Scene => ({ worlds: [], status: undefined, life: state });

const empty = (): World => {
  const world = worldOf('Harbour watch', 'Alice');
  addChannel(world, 'general');
  return world;
};

const joining = (): World => {
  const world = worldOf('Harbour watch', 'Alice', { state: 'joining', me: undefined, permissions: [], rank: 0 });
  world.members.length = 0;
  return world;
};

const waiting = (): Scene => {
  const world = joining();
  const message = 'Somebody there has to say yes. You will be let in as soon as they do.';
  return { ...of([world]), tells: [{ kind: 'join-waits', community: world.community.id, message }] };
};

const RELAYED: NetworkChoices = {
  lan: false,
  servers: ['wss://meet.example.org', 'wss://a-server-with-a-very-long-name.harbour.example.org:8443/meet'],
  relays: [
    { url: 'turn:relay.example.org:3478?transport=udp', username: 'harbour', credential: 'not a password' },
    {
      url: 'turns:relay.with-a-rather-long-name.example.org:5349?transport=tcp',
      username: 'east pier',
      credential: 'x',
    },
    { url: 'stun:stun.example.org:3478' },
  ],
  hideAddress: true,
};

const removed = (): World => {
  const world = harbour();
  const bob = world.members.find(({ name }) => name === 'Bob');
  world.community = {
    ...world.community,
    state: 'removed',
    permissions: [],
    rank: 0,
    removal: { how: 'banned', byName: 'Bob', reason: 'Sold boats that are not theirs', ...(bob ? { by: bob.id } : {}) },
  };
  world.channels = world.channels.map((channel) => ({ ...channel, mayPost: false }));
  return world;
};

const requests = (): World => {
  const world = harbour();
  const [invite] = world.invites;
  for (const name of ['Dave', 'Erin of the lighthouse']) {
    const request = { community: world.community.id, device: idOf.device(name), name };
    if (invite !== undefined) world.requests.push({ ...request, invite: invite.id });
  }
  return world;
};

const readOnly = (): World => {
  const world = harbour();
  world.community = { ...world.community, permissions: ['admit'], rank: 0 };
  world.channels = world.channels.map((channel) => ({ ...channel, mayPost: false }));
  return world;
};

const noted = (): World => {
  const world = harbour();
  const text = 'The servers are down. We are on the boathouse Wi-Fi, and connect others by codes.';
  const by = world.members[1];
  if (by === undefined) return world;
  const note = { operation: idOf.operation('note'), by: by.id, byName: by.name, text, at: NOW - 20 * MINUTE };
  world.community = { ...world.community, note };
  return world;
};

const known = (): Scene => {
  const world = harbour();
  const people = Object.fromEntries(
    world.members.flatMap(({ id, community, name }) =>
      name === 'Bob' ? [[id, { community, name, isBlocked: true }]] : [],
    ),
  );
  return { ...of([world], 2), preferences: { people, status: 'At the east pier until six' } };
};

const faced = (): World => {
  const world = harbour();
  world.members = world.members.map((member) =>
    FACED.has(member.name) ? { ...member, avatar: `face of ${member.id}` } : member,
  );
  return world;
};
const FACED: ReadonlySet<string> = new Set(['Alice', 'Bob', 'Carol', 'مريم البحرية']);

const withNews = (): Scene => {
  const [world, other] = [harbour(), second()];
  return { ...of([world, other], 2), ...newsIn(world, [other]) };
};

const second = (): World => {
  const world = worldOf('Lighthouse keepers', 'Alice');
  const lamp = addChannel(world, 'lamp');
  addChannel(world, 'general');
  say(world, lamp, addMember(world, 'Dave'), NOW - 200 * MINUTE, 'The bulb has come.');
  return world;
};

export const SCENES = {
  'first-start': () => of([]),
  empty: () => of([empty()]),
  harbour: () => of([harbour(), second()], 2),
  faces: () => of([faced(), second()], 2),
  'busy-community': () => of([busyCommunity()], 42),
  news: withNews,
  elsewhere: () => ({ ...withNews(), isElsewhere: true, preferences: { phrase: 'new' } }),
  blocked: known,
  'not-sent': () => ({ ...of([harbour()], 1), refuses: true }),
  joining: () => of([joining()]),
  'waits-for-approval': waiting,
  'device-asks': () => ({
    ...of([harbour()], 2),
    tells: [{ kind: 'device-asks', number: '482 917', name: 'Alice’s laptop' }],
  }),
  relayed: () => {
    const scene = of([harbour()], 4, { ownAddress: 'hidden' });
    const links = scene.status?.links.map((link) => ({ ...link, route: 'relay' as const })) ?? [];
    return { ...scene, ...(scene.status ? { status: { ...scene.status, links } } : {}), network: RELAYED };
  },
  removed: () => of([removed()]),
  requests: () => of([requests()], 1),
  'read-only': () => of([readOnly()], 1),
  hostile: () => of([hostileWorld()], 2),
  outage: () => of([noted()], 1, serversDown),
  'catching-up': () => {
    const scene = of([harbour()], 2);
    const communities = scene.status?.communities.map((counts) => ({ ...counts, missing: 240 })) ?? [];
    return { ...scene, ...(scene.status ? { status: { ...scene.status, communities } } : {}) };
  },
  offline: () => of([harbour()], 0, { carriers: [] }),
  'host-stopped': () => of([harbour()], 0, { host: { state: 'down', since: NOW - 3 * MINUTE } }),
  'disk-full': () => of([harbour()], 1, { disk: 'full' }),
  starting: () => life({ kind: 'starting' }),
  restoring: () => life({ kind: 'starting', restoring: { done: 31_000, all: 48_000 } }),
  'second-window': () => life({ kind: 'taken-over' }),
  failed: () =>
    life({ kind: 'error', message: 'What is stored on this device cannot be opened.', details: 'journal: segment 3' }),
} as const satisfies Record<string, () => Scene>;

export type SceneName = keyof typeof SCENES;

export const isScene = (name: string): name is SceneName => Object.hasOwn(SCENES, name);
