/**
 * What must not happen, and what must, told with named people. Each story says what went wrong, or nothing; the tests run
 * them as they are, and once more with bugs planted in the resolver, to see that a story would tell.
 */
import { toBase64Url } from '../base/bytes.ts';
import { channelId, type DeviceId, idBytes, type OpId } from '../base/ids.ts';
import type { BodyOf, OperationBody } from '../governance/operation-body.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { Operation } from '../governance/operation.ts';
import type { Plant } from '../governance/plant.ts';
import { activeDevices, isForReadersOnly, recipientsHash } from '../governance/recipients.ts';
import type { Resolver } from '../governance/resolver.ts';
import { rankOf } from '../model/permissions.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createGovernanceCast, type Person } from './governance-cast.ts';
import { resolveArriving } from './governance-check.ts';
import { buildTown, type Town } from './governance-menu.ts';

export type Story = { name: string; tell: (crypto: Crypto, plant?: Plant) => string[] };

/** Expectations that are collected, so that a planted bug is seen without a test that fails. */
const createNotes = () => {
  const wrong: string[] = [];
  return {
    wrong,
    expect: (what: string, holds: boolean): void => {
      if (!holds) wrong.push(what);
    },
  };
};

type Scene = Town & {
  expect: (what: string, holds: boolean) => void;
  /** Resolves everything that was made so far. */
  now: () => { state: CommunityState; resolver: Resolver; counts: (operation: Operation) => boolean };
};

const story = (name: string, act: (scene: Scene) => void): Story => ({
  name,
  tell: (crypto, plant) => {
    const notes = createNotes();
    const town = buildTown(crypto);
    const now: Scene['now'] = () => {
      const resolver = resolveArriving(town.cast, town.cast.all, plant);
      const resolution = resolver.current();
      if (resolution === undefined) throw new Error('nothing was resolved');
      return { state: resolution.state, resolver, counts: ({ id }) => !resolution.voids.has(id) };
    };
    act({ ...town, expect: notes.expect, now });
    return notes.wrong;
  },
});

const isMember = (state: CommunityState, { member }: Person): boolean => state.members.get(member)?.status === 'active';

const rotation = (crypto: Crypto, devices: readonly DeviceId[]): BodyOf<'ROTATE'> => ({
  kind: 'ROTATE',
  secretHash: toBase64Url(new Uint8Array(32).fill(5)),
  recipientsHash: recipientsHash(crypto, devices),
  boxes: [],
});

export const ATTACKS: readonly Story[] = [
  story('self-admission', ({ cast, mallory, erin, open, expect, now }) => {
    const uninvited = cast.sign(erin, cast.admitBody(erin, open), { parents: cast.headsOf(mallory) });
    const forged = cast.sign(mallory, { ...cast.admitBody(erin, open), proof: toBase64Url(new Uint8Array(64)) });
    const { state, counts } = now();
    expect('nobody admits themselves', !counts(uninvited));
    expect('nobody is admitted who did not ask', !counts(forged) && !isMember(state, erin));
  }),
  story('mutual removal', ({ cast, alice, bob, carol, mallory, guards, expect, now }) => {
    const rank = { name: 'chiefs', rank: 40, permissions: ['moderate' as const, 'admit' as const, 'post' as const] };
    cast.sign(alice, { kind: 'ROLE_UNASSIGN', member: carol.member, role: guards });
    const chiefs = cast.sign(alice, { kind: 'ROLE_CREATE', ...rank });
    cast.sign(alice, { kind: 'ROLE_ASSIGN', member: carol.member, role: chiefs.id });
    cast.meet(alice, bob, carol, mallory);
    // Bob ranks above carol, until alice takes his role: carol knows of that and bob does not.
    cast.learn(carol, cast.sign(alice, { kind: 'ROLE_UNASSIGN', member: bob.member, role: guards }));
    const byBob = cast.kick(bob, carol);
    const meanwhile = cast.kick(bob, mallory);
    const byCarol = cast.kick(carol, bob);
    const { state, counts } = now();
    expect('the one whose right was taken loses', !counts(byBob) && !counts(meanwhile) && isMember(state, carol));
    expect('the one who had the right prevails', counts(byCarol) && !isMember(state, bob));
    expect('who was removed in between stays', isMember(state, mallory));
  }),
  story('mutual removal by equals and by unequals', ({ cast, alice, bob, carol, mallory, expect, now }) => {
    const equal = [cast.kick(bob, carol), cast.kick(carol, bob)];
    cast.meet(alice, bob, carol);
    const [down, up] = [cast.ban(bob, mallory), cast.ban(mallory, bob)];
    const { counts } = now();
    expect(
      'equals do not remove each other',
      equal.every((kick) => !counts(kick)),
    );
    expect('only downwards', counts(down) && !counts(up));
  }),
  story('mutual removal of two own devices', ({ cast, alice, mallory, expect, now }) => {
    const second = cast.person('mallory, second device', mallory);
    cast.addDevice(mallory, second);
    cast.meet(alice, mallory, second);
    const a = cast.removeDevice(mallory, second);
    const b = cast.removeDevice(second, mallory);
    const { state, counts } = now();
    expect('exactly one counts', counts(a) !== counts(b));
    expect('one device is left', state.members.get(mallory.member)?.devices.length === 1);
  }),
  story('concurrent re-add', ({ cast, alice, bob, mallory, open, expect, now }) => {
    const away = cast.person('mallory, second device', mallory);
    cast.ban(alice, mallory);
    const again = cast.admit(bob, away, open);
    const role = cast.sign(bob, { kind: 'UNBAN', member: mallory.member });
    const { state, counts } = now();
    expect('the banned are not brought back by who did not know', !counts(again) && !counts(role));
    expect('mallory is banned', state.members.get(mallory.member)?.status === 'banned');
    cast.meet(alice, bob);
    cast.sign(alice, { kind: 'UNBAN', member: mallory.member });
    const later = cast.admit(alice, away, open);
    expect('who knows of the removal may bring them back', now().counts(later) && isMember(now().state, mallory));
  }),
  story('a concurrent role is not given back', ({ cast, alice, bob, carol, helpers, mallory, expect, now }) => {
    cast.sign(alice, { kind: 'ROLE_ASSIGN', member: mallory.member, role: helpers });
    cast.meet(alice, bob, carol, mallory);
    cast.sign(bob, { kind: 'ROLE_UNASSIGN', member: mallory.member, role: helpers });
    const given = cast.sign(carol, { kind: 'ROLE_ASSIGN', member: mallory.member, role: helpers });
    expect('the removal prevails', !now().counts(given) && rankOf(now().state, mallory.member) === 0);
  }),
  story('self-equivocation to void one’s own ban', ({ cast, alice, bob, mallory, expect, now }) => {
    const last = cast.sign(bob, { kind: 'SET_PROFILE', about: 'guards the reef' });
    const ban = cast.ban(bob, mallory);
    const other = cast.sign(
      bob,
      { kind: 'SET_PROFILE', name: 'bobby' },
      {
        after: last,
        parents: ban.parents,
        lose: true,
      },
    );
    cast.meet(alice, bob);
    const { state, counts } = now();
    expect('the ban stands', counts(ban) && state.members.get(mallory.member)?.status === 'banned');
    expect('the fork is on record', state.forks.get(bob.device)?.operations === other.deviceSeq);
    const grant = cast.sign(bob, { kind: 'CHANNEL_CREATE', name: 'after', topic: '' });
    expect('a forked device grants nothing any more', !now().counts(grant));
  }),
  story('invite over-use', ({ cast, alice, bob, carol, erin, once, expect, now }) => {
    const frank = cast.person('frank');
    const first = cast.admit(bob, erin, once);
    const second = cast.admit(carol, frank, once);
    const afterwards = cast.sign(frank, { kind: 'SET_PROFILE', name: 'frank the second' });
    const other = cast.sign(erin, { kind: 'SET_PROFILE', name: 'erin the second' });
    const { state, counts } = now();
    expect('exactly one of two gets in', isMember(state, erin) !== isMember(state, frank));
    expect('exactly one admission counts', counts(first) !== counts(second));
    expect('who did not get in has no say', counts(afterwards) === counts(second) && counts(other) === counts(first));
    expect('no uses are left', state.invites.get(once.id)?.usesLeft === 0);
    cast.meet(alice, bob, carol);
    const third = cast.admit(alice, cast.person('grace'), once);
    expect('a used-up invite admits nobody', !now().counts(third));
  }),
  story('admissions erased by a back-dated ban', ({ cast, alice, bob, carol, erin, open, expect, now }) => {
    const admitted = cast.admit(bob, erin, open);
    const hers = cast.sign(erin, { kind: 'SET_PROFILE', name: 'erin of the reef' });
    const invite = cast.invite(bob);
    cast.learn(carol, invite.operation);
    const frank = cast.person('frank');
    const byCarol = cast.admit(carol, frank, invite);
    const grace = cast.person('grace');
    const unseen = cast.admit(bob, grace, open);
    // Alice names only what was there before: as if she had seen nothing since.
    const ban = cast.ban(alice, bob);
    const { state, counts } = now();
    expect('the ban counts', counts(ban) && !isMember(state, bob));
    expect('who was admitted stays, with what they did', counts(admitted) && counts(hers) && isMember(state, erin));
    expect('also if nobody else has seen it', counts(unseen) && isMember(state, grace));
    expect('an invite that a peer used stands', counts(invite.operation) && counts(byCarol) && isMember(state, frank));
  }),
  story('grants erased by a back-dated ban', ({ cast, alice, bob, carol, mallory, helpers, expect, now }) => {
    const before = cast.headsOf(alice);
    const channel = cast.sign(bob, { kind: 'CHANNEL_CREATE', name: 'gardening', topic: '' });
    cast.learn(carol, channel);
    const builtOn = cast.sign(carol, {
      kind: 'CHANNEL_UPDATE',
      channel: channelId(idBytes(channel.id)),
      topic: 'seeds',
    });
    const ban = cast.ban(alice, bob, { parents: before });
    expect('what a peer of the same rank built on stands', now().counts(channel) && now().counts(builtOn));
    cast.learn(carol, ban);
    const late = cast.sign(bob, { kind: 'ROLE_ASSIGN', member: mallory.member, role: helpers });
    cast.learn(carol, late);
    cast.sign(carol, { kind: 'SET_PROFILE', name: 'carol, who knows' });
    cast.sign(bob, { kind: 'SET_PROFILE', name: 'bob, who does not' });
    expect('to have seen it after the ban keeps nothing', !now().counts(late));
  }),
  story('grants kept by a puppet', ({ cast, alice, bob, mallory, helpers, expect, now }) => {
    const before = cast.headsOf(alice);
    const grant = cast.sign(bob, { kind: 'ROLE_ASSIGN', member: mallory.member, role: helpers });
    cast.learn(mallory, grant);
    const opened = cast.sign(mallory, { kind: 'CHANNEL_CREATE', name: 'mine', topic: '' });
    cast.ban(alice, bob, { parents: before });
    const { counts, state } = now();
    expect('who ranks below the banned one keeps nothing for them', !counts(grant) && !counts(opened));
    expect('mallory has not risen', rankOf(state, mallory.member) === 0);
  }),
  story('unauthorised rotation', ({ cast, alice, mallory, bob, expect, now }) => {
    const everybody = activeDevices(now().state);
    const byMember = cast.sign(mallory, rotation(cast.crypto, everybody));
    const lockout = cast.sign(bob, rotation(cast.crypto, [bob.device]));
    const good = cast.sign(alice, rotation(cast.crypto, everybody));
    const { counts, state } = now();
    expect('a plain member rotates nothing', !counts(byMember));
    expect('nobody is left out of a new key', !counts(lockout));
    const ofAll = [...state.epochs.values()].filter(({ channel }) => channel === undefined);
    expect('the owner rotates', counts(good) && ofAll.length === 1);
  }),
  story('unauthorised key of a channel', ({ cast, alice, bob, carol, tablet, mallory, staff, expect, now }) => {
    const readers = [bob, carol, tablet, mallory].map(({ device }) => device);
    const ofStaff = (devices: readonly DeviceId[]) => ({
      ...rotation(cast.crypto, devices),
      kind: 'CHANNEL_ROTATE' as const,
      channel: staff,
    });
    const byManager = cast.sign(alice, ofStaff(readers));
    const lockout = cast.sign(mallory, ofStaff([mallory.device]));
    const leak = cast.sign(mallory, ofStaff([...readers, alice.device]));
    const good = cast.sign(mallory, ofStaff(readers));
    const { counts } = now();
    expect('who manages channels and reads not makes no key', !counts(byManager));
    expect('no reader is left out', !counts(lockout));
    expect('it is for nobody else', !counts(leak));
    expect('a reader makes one, of whatever rank', counts(good));
  }),
  story('a channel’s key outlives its maker', ({ cast, bob, mallory, staff, staffKey, expect, now }) => {
    const box = (device: DeviceId) => ({ device, box: toBase64Url(new Uint8Array(80)) });
    const made = cast.sign(mallory, { ...cast.all.find(({ id }) => id === staffKey)?.body } as OperationBody);
    const gift = cast.sign(mallory, { kind: 'EPOCH_BOXES', epoch: staffKey, boxes: [box(cast.person('x').device)] });
    expect('a stranger’s box makes no recipient', now().state.epochs.get(staffKey)?.recipients.length === 4);
    cast.kick(bob, mallory);
    const { counts, state } = now();
    const keys = [...state.epochs.values()].filter(({ channel }) => channel === staff);
    expect('what was sealed with it can be read after the kick that did not know of it', counts(made) && counts(gift));
    expect('nothing more is sealed with it', !keys.some((epoch) => isForReadersOnly(state, epoch)));
  }),
  story('cyclic references', ({ cast, alice, bob, expect, now }) => {
    const future = cast.sign(bob, { kind: 'SET_PROFILE', name: 'bob, later' });
    const ban = cast.sign(alice, {
      kind: 'BAN',
      member: bob.member,
      devices: [{ device: bob.device, last: future.id, lanes: [] }],
    });
    const nowhere = cast.sign(alice, {
      kind: 'KICK',
      member: bob.member,
      devices: [{ device: bob.device, last: toBase64Url(new Uint8Array(32).fill(9)) as OpId, lanes: [] }],
    });
    expect('a removal names nothing that its author could not know', !now().counts(ban) && !now().counts(nowhere));
  }),
  story('small-order key', ({ cast, alice, open, expect, now }) => {
    const weak = cast.person('mallory with a weak key');
    const body = cast.admitBody(weak, open);
    const small = toBase64Url(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)));
    // The key fits the certificate: only the rule against weak keys can refuse it.
    const certified = cast.certify(weak, small);
    const asked = cast.prove({ ...body, sealKey: small, certificate: certified }, open);
    const admitted = cast.sign(alice, asked);
    expect('it is not admitted', !now().counts(admitted));
  }),
  story('the owner stays', ({ cast, alice, bob, carol, mallory, expect, now }) => {
    const gone = cast.sign(alice, { kind: 'LEAVE' });
    const kicks = [bob, carol, mallory].map((who) => cast.kick(who, alice));
    expect('the owner cannot leave', !now().counts(gone));
    expect(
      'nobody removes the owner',
      kicks.every((kick) => !now().counts(kick)),
    );
    cast.meet(alice, bob, carol, mallory);
    const given = cast.sign(alice, { kind: 'TRANSFER_OWNER', to: bob.member });
    const left = cast.sign(bob, { kind: 'LEAVE' });
    const { state, counts } = now();
    expect('who is leaving is not made the owner', !counts(given) && counts(left) && state.owner === alice.member);
  }),
  story('nobody rises by themselves', ({ cast, bob, carol, mallory, guards, expect, now }) => {
    const self = cast.sign(mallory, { kind: 'ROLE_ASSIGN', member: mallory.member, role: guards });
    const equal = cast.kick(bob, carol);
    const strong = cast.sign(carol, { kind: 'ROLE_CREATE', name: 'purgers', rank: 49, permissions: ['purge'] });
    const high = cast.sign(carol, { kind: 'ROLE_CREATE', name: 'chiefs', rank: 50, permissions: [] });
    const { counts } = now();
    expect('a plain member takes no role', !counts(self));
    expect('equals cannot act on each other', !counts(equal));
    expect('nobody gives rights they do not have', !counts(strong));
    expect('nobody makes a role of their own rank', !counts(high));
  }),
  story('a demoted moderator acts on', ({ cast, alice, bob, mallory, guards, expect, now }) => {
    const demotion = cast.sign(alice, { kind: 'ROLE_UNASSIGN', member: bob.member, role: guards });
    const kick = cast.kick(bob, mallory);
    const profile = cast.sign(bob, { kind: 'SET_PROFILE', name: 'bob of the reef' });
    const { state, counts } = now();
    expect('what needed the lost right is void', counts(demotion) && !counts(kick) && isMember(state, mallory));
    expect('the rest stands', counts(profile));
  }),
  story('a role is weakened while it is used', ({ cast, alice, bob, mallory, guards, expect, now }) => {
    cast.sign(alice, { kind: 'ROLE_UPDATE', role: guards, permissions: ['post'] });
    const kick = cast.kick(bob, mallory);
    expect('what needed the lost right is void', !now().counts(kick) && isMember(now().state, mallory));
  }),
  story('a banned one goes on, however back-dated', ({ cast, alice, bob, erin, helpers, expect, now }) => {
    cast.ban(alice, bob);
    const acts = [
      cast.sign(bob, { kind: 'CHANNEL_CREATE', name: 'late', topic: '' }),
      cast.invite(bob).operation,
      cast.sign(bob, { kind: 'ROLE_ASSIGN', member: bob.member, role: helpers }),
    ];
    expect(
      'nothing of it counts',
      acts.every((act) => !now().counts(act)),
    );
    const used = cast.sign(
      alice,
      cast.admitBody(erin, {
        id: acts[1]?.id ?? alice.chain[0]?.id ?? ('' as OpId),
        keys: cast.crypto.signingKeys(new Uint8Array(32)),
      }),
    );
    expect('nobody is admitted with an invite of theirs', !now().counts(used));
  }),
  story('quota', ({ cast, mallory, expect, now }) => {
    const made = Array.from({ length: 502 }, () => cast.sign(mallory, { kind: 'SET_PROFILE', about: 'again' }));
    const gone = cast.sign(mallory, { kind: 'LEAVE' });
    const { counts } = now();
    expect('a member’s device makes 500 operations', made.filter(counts).length === 500);
    expect('one can always leave', counts(gone));
  }),
  story('a revoked invite', ({ cast, alice, bob, erin, open, expect, now }) => {
    const early = cast.admit(bob, erin, open);
    cast.learn(alice, early);
    cast.sign(alice, { kind: 'REVOKE_INVITE', invite: open.id });
    const meanwhile = cast.admit(bob, cast.person('frank'), open);
    expect('who came before stays', now().counts(early) && isMember(now().state, erin));
    expect('who comes meanwhile does not get in', !now().counts(meanwhile));
  }),
  story('a removed device stays away', ({ cast, alice, mallory, expect, now }) => {
    const second = cast.person('mallory, stolen device', mallory);
    const added = cast.addDevice(mallory, second);
    const removed = cast.removeDevice(mallory, second);
    const again = cast.sign(mallory, added.body as BodyOf<'ADD_DEVICE'>);
    cast.meet(alice, mallory);
    expect('its certificate is of no use any more', now().counts(removed) && !now().counts(again));
  }),
  story('nine devices', ({ cast, mallory, expect, now }) => {
    const added = Array.from({ length: 8 }, (_, at) => cast.addDevice(mallory, cast.person(`device ${at}`, mallory)));
    expect('a member has eight at most', added.filter(now().counts).length === 7);
  }),
  story('a co-owner against a co-owner', ({ cast: { crypto }, expect }) => {
    const cast = createGovernanceCast(crypto, 5);
    const [ann, ben, cid] = ['ann', 'ben', 'cid'].map((name) => cast.person(name)) as [Person, Person, Person];
    cast.found(ann, [ben, cid]);
    const invite = cast.invite(ann);
    for (const one of [ben, cid]) cast.admit(ann, one, invite);
    cast.meet(ann, ben, cid);
    const kick = cast.kick(ben, cid);
    const up = cast.kick(ben, ann);
    const down = cast.kick(ann, ben);
    const voids = resolveArriving(cast, cast.all).current()?.voids;
    expect('they cannot act on each other nor on the owner', voids?.has(kick.id) === true && voids.has(up.id));
    expect('the owner can act on them', voids?.has(down.id) === false);
  }),
];
