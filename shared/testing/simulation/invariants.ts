/** What must be true after every step, whatever happened. */
import type { ChannelId } from '../../base/ids.ts';
import { laneLimit } from '../../governance/community-state.ts';
import type { MessageView } from '../../model/views.ts';
import type { Community } from '../../peer/community.ts';
import { toHex } from '../../base/bytes.ts';
import { admissionsOf, checkKeys, removalsOf } from './removed-members.ts';
import type { SimMachine } from './sim-machine.ts';
import { HOSTILE, type Place, type Post, type SimStage } from './sim-stage.ts';

const ALL = 1_000_000;
/** Measured: at most about 40 a machine, most of them handshakes under way and posts waiting for the disk. */
const MAX_TIMERS_A_MACHINE = 120;
/** As many heads as a record can name: of more, not all are compared. */
const MAX_HEADS = 32;

export const shownBy = ({ queries }: SimMachine, { community }: Place, channel: ChannelId): Promise<MessageView[]> =>
  queries().history(community, channel, { limit: ALL });

/** Looks at what may have changed since it looked last. */
export const createWatch = (stage: SimStage): (() => Promise<void>) => {
  const looked = new Map<string, string>();
  return async () => {
    let isAnythingNew = false;
    for (const machine of stage.machines) noteKeys(stage, machine);
    for (const machine of stage.machines) {
      const now = versionOf(stage, machine);
      if (looked.get(machine.name) === now) continue;
      looked.set(machine.name, now);
      isAnythingNew = true;
      for (const place of stage.places) await checkPlace(stage, machine, place);
    }
    for (const place of isAnythingNew ? stage.places : []) checkKeys(stage, place);
    if (stage.clock.pending() > MAX_TIMERS_A_MACHINE * stage.machines.length) {
      stage.problems.add(`T1 timers pile up: ${stage.clock.pending()}`);
    }
  };
};

/** Two copies of one profile also take the same key in a community that they come into later. */
const noteKeys = (stage: SimStage, machine: SimMachine): void => {
  for (const { identity } of machine.communities()) {
    const owner = stage.ownerOf.get(identity.device) ?? machine.name;
    stage.ownerOf.set(identity.device, owner);
    const isCopy = stage.machines.some(({ name, person }) => name === owner && person === machine.person);
    if (owner !== machine.name && isCopy) stage.copied.add(identity.device);
  }
};

/** Differs when something that is checked may: what is shown, known, on the disk, or was said to be saved. */
const versionOf = (stage: SimStage, machine: SimMachine): string => {
  const known = machine.communities().map(({ log, identity }) => `${identity.device} ${log.all().length}`);
  return [
    machine.cache().writes(),
    machine.disk.entries().length,
    stage.savedBy.get(machine.name) ?? 0,
    ...known,
  ].join();
};

const checkPlace = async (stage: SimStage, machine: SimMachine, place: Place): Promise<void> => {
  const community = machine.community(place.community);
  if (community === undefined) return;
  checkDigest(stage, machine, community);
  checkForks(stage, machine, community);
  for (const channel of place.channels) await checkShown(stage, { machine, community, place, channel });
};

type Where = { machine: SimMachine; community: Community; place: Place; channel: ChannelId };

const checkShown = async (stage: SimStage, where: Where): Promise<void> => {
  const { machine, community, place, channel } = where;
  const shown = await shownBy(machine, place, channel);
  const texts = new Set<string>();
  const isSure = community.state() !== undefined && machine.hasSaved(community);
  let last = '';
  for (const message of shown) {
    const problem =
      problemOf(stage, where, message) ??
      (texts.has(message.text) ? 'P1 is shown twice' : undefined) ??
      (isSure ? problemWithCut(stage, where, message) : undefined);
    if (problem !== undefined) stage.problems.add(`${problem}: ${machine.name} shows "${short(message.text)}"`);
    if (message.sortKey <= last) stage.problems.add(`P3 ${machine.name} shows messages out of order`);
    texts.add(message.text);
    last = message.sortKey;
  }
  if (isSure) checkNothingLost(stage, where, texts);
};

const checkNothingLost = (stage: SimStage, where: Where, texts: ReadonlySet<string>): void => {
  for (const post of stage.posts.values()) {
    if (!isSavedThere(post, where) || texts.has(post.text) || isLimited(where.community, post)) continue;
    stage.problems.add(`P4 ${where.machine.name} was told that "${short(post.text)}" is saved, and does not show it`);
  }
};

const isSavedThere = (post: Post, { machine, place, channel }: Where): boolean =>
  post.state === 'saved' && post.machine === machine.name && post.place === place && post.channel === channel;

/** Beyond the cut of a removal, or from a fork on: what was saved there does not count any more. */
const isLimited = (community: Community, { device, seq, channel }: Post): boolean => {
  const state = community.state();
  if (state === undefined || device === undefined || seq === undefined) return false;
  // whoever let it in, or made the channel, had no right to
  if (!state.devices.has(device) || !state.channels.has(channel)) return true;
  return seq >= (laneLimit(state, device, channel) ?? Number.POSITIVE_INFINITY);
};

/** P1: it was posted here, by whom it says, in these words; P3: it stands where it stands for everybody. */
const problemOf = (stage: SimStage, { place, channel }: Where, message: MessageView): string | undefined => {
  const post = stage.posts.get(message.text);
  if (post === undefined) return 'P1 nobody posted it';
  if (post.place !== place || post.channel !== channel) return 'P1 it was posted elsewhere';
  if (stage.names.get(post.author)?.has(message.authorName) !== true) return 'P1 it was posted by another';
  const order = stage.orderOf.get(message.id) ?? message.sortKey;
  stage.orderOf.set(message.id, order);
  return order === message.sortKey ? undefined : 'P3 it stands elsewhere for others';
};

/** P5: nothing is shown that lies beyond a cut which is known here, and nothing that was sealed against this person. */
const problemWithCut = (stage: SimStage, { community, channel }: Where, message: MessageView): string | undefined => {
  const state = community.state();
  const limit = (state && laneLimit(state, message.device, channel)) ?? Number.POSITIVE_INFINITY;
  if (message.seq >= limit) return 'P5 it lies beyond a cut that is known here';
  const { member } = community.identity;
  const removal = stage.posts.get(message.text)?.gone.get(member);
  if (removal === undefined || admissionsOf(community, member) > removal.admissions) return undefined;
  // whoever removed them had no right to any more: nobody was removed
  const counting = removalsOf(community, member);
  if (removal.by.every((id) => community.log.has(id) && !counting.includes(id))) return undefined;
  return 'P5 its author knew that who reads it was removed';
};

/** G1: who knows the same operations says the same of them. */
const checkDigest = (stage: SimStage, machine: SimMachine, { id, log }: Community): void => {
  const heads = log.heads();
  if (heads.length === 0 || heads.length >= MAX_HEADS) return;
  const digest = log.digest();
  if (digest === undefined) return;
  const said = toHex(digest);
  const name = `${id} ${heads.join(' ')}`;
  const held = stage.digests.get(name) ?? { digest: said, by: machine.name };
  stage.digests.set(name, held);
  if (held.digest !== said) stage.problems.add(`G1 ${machine.name} and ${held.by} have equal heads and other digests`);
};

/** F1: only who signs two things, or restores a backup, has forked. */
const checkForks = (stage: SimStage, machine: SimMachine, community: Community): void => {
  for (const device of community.state()?.forks.keys() ?? []) {
    if (stage.copied.has(device)) continue;
    const owner = stage.machines.find(({ name }) => name === stage.ownerOf.get(device));
    if (owner === undefined || owner.person === HOSTILE) continue;
    stage.problems.add(`F1 ${machine.name} says that ${owner.name}, who is honest, forked`);
  }
};

const short = (text: string): string => text.slice(0, 24);
