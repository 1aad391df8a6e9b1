/** After the storm: everyone online, every disk free, no sides. Then all members have the same, and know that they do. */
import { toHex } from '../../base/bytes.ts';
import type { LaneView } from '../../model/status.ts';
import type { MemberId } from '../../base/ids.ts';
import type { CommunityState } from '../../governance/community-state.ts';
import type { Community } from '../../peer/community.ts';
import { isKnownToStruckDevices } from '../../peer/epoch-recipients.ts';
import { permissionsOf } from '../../model/permissions.ts';
import { whyNotLetIn } from './admission.ts';
import { documentsOf } from './documents.ts';
import { shownBy } from './invariants.ts';
import { isAloneWithAFork } from './removed-members.ts';
import type { SimMachine } from './sim-machine.ts';
import { HOSTILE, type Place, type SimStage } from './sim-stage.ts';

const ROUND_MS = 6_000;
const MAX_ROUNDS = 15;
/** Record stores are saved when it has been quiet for a second. */
const SAVING_MS = 3_000;

/** Ends the storm and waits for quiet. What still differs after 90 s goes to the problems. */
export const checkConvergence = async (stage: SimStage): Promise<void> => {
  stage.network.divide(() => 0);
  for (const machine of stage.machines) {
    machine.disk.setFull(false);
    machine.setOffline(false);
  }
  await stage.elapse(ROUND_MS);
  // what mallory said of herself goes with the links it was said on
  for (const a of stage.machines) for (const b of stage.machines) stage.network.cut(a.name, b.name, 'arrives');
  let differences: string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await stage.elapse(ROUND_MS);
    differences = (await Promise.all(stage.places.map((place) => differencesIn(stage, place)))).flat();
    if (differences.length === 0) break;
  }
  for (const difference of differences) stage.problems.add(difference);
  await stage.elapse(SAVING_MS);
  for (const place of stage.places) {
    if (differences.length === 0) await compareDocuments(stage, place);
    await takeStock(stage, place);
  }
};

const differencesIn = async (stage: SimStage, place: Place): Promise<string[]> => {
  const [joined, joining] = await insidersOf(stage, place);
  const [first] = joined;
  if (first === undefined) return [];
  const expected = await replicaOf(first, place);
  const found = joining.flatMap((machine) => whyNotLetIn(stage, place, machine, joined));
  for (const machine of joined) {
    const replica = await replicaOf(machine, place);
    for (const key of Object.keys(expected) as (keyof Replica)[]) {
      if (replica[key] === expected[key]) continue;
      found.push(
        `C2 ${machine.name} and ${first.name} differ in ${key}: ${firstDifference(replica[key], expected[key])}`,
      );
    }
    found.push(...(await untoldTo(stage, machine, joined, place)), ...keysLacking(machine, place, joined));
  }
  for (const [device, who] of stage.strangers)
    if (!wasBroughtIn(stage, device)) found.push(`P6 ${who}: content went to somebody who never was a member`);
  return found;
};

/**
 * A restored backup that has signed nothing yet has the same key: links to the one replace those to the other, and which
 * of the two hears what is chance.
 */
const hasTwin = (machines: readonly SimMachine[], machine: SimMachine, { community }: Place): boolean => {
  const device = machine.community(community)?.identity.device;
  return machines.some((other) => other !== machine && other.community(community)?.identity.device === device);
};

/** Somebody said so; that it turned out to be void is another matter. */
const wasBroughtIn = (stage: SimStage, device: Parameters<SimStage['strangers']['get']>[0]): boolean =>
  stage.machines.some((machine) =>
    machine
      .communities()
      .some(({ log }) =>
        log.all().some(({ body }) => (body.kind === 'ADMIT' || body.kind === 'ADD_DEVICE') && body.device === device),
      ),
  );

const insidersOf = async (stage: SimStage, place: Place): Promise<[SimMachine[], SimMachine[]]> => {
  const { community } = place;
  const joined: SimMachine[] = [];
  const joining: SimMachine[] = [];
  for (const machine of stage.machines) {
    const view = (await machine.queries().communities()).find(({ id }) => id === community);
    if (view?.state === 'joined') joined.push(machine);
    if (view?.state === 'joining') joining.push(machine);
  }
  const isAlone = (machine: SimMachine): boolean => !hasTwin([...joined, ...joining], machine, place);
  const isWith = (machine: SimMachine): boolean => isAlone(machine) && !isPartedFor(joined, machine, place);
  return [joined.filter(isWith), joining.filter(isAlone)];
};

/**
 * Two owners at once may each put out all of the other's side. Then nobody misses anybody, and nobody calls: they are two
 * communities, for as long as nobody tells both.
 */
const isPartedFor = (joined: readonly SimMachine[], machine: SimMachine, { community }: Place): boolean => {
  const here = machine.community(community);
  const others = joined.flatMap((other) => (other === machine ? [] : (other.community(community) ?? [])));
  const hasPutOut = (one: Community | undefined, other: Community | undefined): boolean =>
    ['kicked', 'banned'].includes(one?.state()?.members.get(other?.identity.member ?? ('' as MemberId))?.status ?? '');
  return others.length > 0 && others.every((other) => hasPutOut(here, other) && hasPutOut(other, here));
};

type Replica = Record<'messages' | 'lanes' | 'members' | 'roles' | 'channels' | 'invites' | 'audit' | 'digest', string>;

const replicaOf = async (machine: SimMachine, place: Place): Promise<Replica> => {
  const { community } = place;
  const queries = machine.queries();
  const digest = machine.community(community)?.log.digest();
  // whoever made a channel may turn out to have had no right to: nobody sees it then, whatever was shown in it before
  const channels = place.channels.filter((channel) => machine.community(community)?.isOurs(channel));
  const messages = await Promise.all(channels.map((channel) => shownBy(machine, place, channel)));
  return {
    // a name is the one that its author had when it came in; and what a member may do is not the same for all
    messages: JSON.stringify(messages.flat().map((message) => ({ ...message, authorName: '' }))),
    lanes: JSON.stringify(await filledLanes(machine, place)),
    members: listOf([...(await queries.members(community)), ...(await queries.formerMembers(community))]),
    roles: listOf(await queries.roles(community)),
    channels: listOf((await queries.channels(community)).map((channel) => ({ ...channel, mayPost: true }))),
    invites: listOf(await queries.invites(community)),
    audit: JSON.stringify(await machine.peer().audit(community)),
    digest: digest === undefined ? '' : toHex(digest),
  };
};

const listOf = (list: readonly object[]): string => JSON.stringify(list.map((each) => JSON.stringify(each)).toSorted());

const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return `${a.slice(Math.max(0, at - 60), at + 60)} / ${b.slice(Math.max(0, at - 60), at + 60)}`;
};

const filledLanes = async (machine: SimMachine, { community }: Place): Promise<LaneView[]> =>
  (await machine.peer().lanes(community)).sort((a, b) => (a.channel + a.device < b.channel + b.device ? -1 : 1));

/** “With everyone”: receipts of every other member for every lane, nothing missing, a link to each. */
const untoldTo = async (
  stage: SimStage,
  machine: SimMachine,
  joined: readonly SimMachine[],
  place: Place,
): Promise<string[]> => {
  const found: string[] = [];
  const status = (await machine.peer().status()).communities.find(({ id }) => id === place.community);
  const known = machine.community(place.community)?.state()?.members;
  const members = new Set(
    stage.machines.flatMap((each) => {
      const community = each.community(place.community);
      const member = community?.identity.member;
      return member !== undefined && community?.isJoined() && known?.get(member)?.status === 'active' ? [member] : [];
    }),
  );
  if (status?.missing !== 0) found.push(`C3 ${machine.name} thinks that ${status?.missing} records are missing`);
  if (status?.connected !== members.size - 1) {
    found.push(`C4 ${machine.name} has links to ${status?.connected} of ${members.size - 1} others`);
  }
  const others = joined.filter((other) => other !== machine);
  return [...found, ...(await Promise.all(others.map((other) => receiptsLacking(machine, other, place)))).flat()];
};

const receiptsLacking = async (machine: SimMachine, other: SimMachine, place: Place): Promise<string[]> => {
  const receipts = await machine.queries().receipts(place.community, place.channel);
  const view = (await other.queries().communities()).find(({ id }) => id === place.community);
  const upTo = receipts.find(({ holder }) => holder === view?.device)?.upTo;
  return (await filledLanes(machine, place))
    .filter(({ channel, device, count }) => {
      const said = upTo?.[device] ?? 0;
      // who had more before a cut was known may still be noted with it; mallory may say what she likes
      return channel === place.channel && said < count && other.name !== HOSTILE;
    })
    .map(
      ({ device, count }) =>
        `C5 ${machine.name} has a receipt of ${other.name} for ${upTo?.[device] ?? 0} of ${count} records`,
    );
};

/**
 * C7: everybody can write, with a key that nobody has who is gone, where somebody is there who can make one. C8: nobody
 * goes on with a device key that was forked, where somebody is there who can let a new one in.
 */
const keysLacking = (machine: SimMachine, place: Place, joined: readonly SimMachine[]): string[] => {
  const community = machine.community(place.community);
  const state = community?.state();
  if (community === undefined || state === undefined) return [];
  const sound = joined.flatMap((each) => {
    const identity = each.community(place.community)?.identity;
    return identity === undefined || state.forks.has(identity.device) ? [] : [identity];
  });
  const isMadeByOne = sound.some(({ member }) => permissionsOf(state, member).has('moderate'));
  const { device, member: own } = community.identity;
  const isAnswered = sound.some(({ member }) => member === own || permissionsOf(state, member).has('admit'));
  const isStuck = state.forks.has(device) && isAnswered && !isAloneWithAFork(community);
  return [
    ...(!hasGoodKey(community, state) && isMadeByOne ? [`C7 ${machine.name} has no good key to write with`] : []),
    ...(isStuck ? [`C8 ${machine.name} goes on with a forked key`] : []),
  ];
};

const hasGoodKey = ({ keys, log }: Community, state: CommunityState): boolean => {
  const newest = keys.newest();
  return newest !== undefined && !isKnownToStruckDevices(log, state, newest.id);
};

/** Segment documents, byte for byte: of what each machine has, and of what its record store kept. */
const compareDocuments = async (stage: SimStage, place: Place): Promise<void> => {
  const [joined] = await insidersOf(stage, place);
  let expected: string | undefined;
  for (const machine of joined) {
    const documents = documentsOf(machine, stage.crypto, place.community);
    expected ??= documents;
    if (documents !== expected) stage.problems.add(`C6 ${machine.name} has other segment documents`);
    stage.tally.note('documents compared');
  }
};

const takeStock = async (stage: SimStage, place: Place): Promise<void> => {
  const [[first]] = await insidersOf(stage, place);
  const log = first?.community(place.community)?.log;
  const state = log?.state();
  if (log === undefined || state === undefined) return;
  stage.tally.note('epochs', state.epochs.size);
  stage.tally.note('forks proven', state.forks.size);
  stage.tally.note('operations without effect', log.resolution()?.voids.size ?? 0);
  const cut = [...state.devices.values()].filter(({ cut: known }) => known !== undefined);
  stage.tally.note('lanes cut or ended by a fork', cut.length + state.forks.size);
};
