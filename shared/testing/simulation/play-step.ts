/** Plays one step of a plan. What people are told is noted in the model; what cannot be done now is passed over. */
import type { MemberId } from '../../base/ids.ts';
import { recordId } from '../../base/ids.ts';
import type { Community } from '../../peer/community.ts';
import { linkDevice, restoreBackup } from './device-steps.ts';
import { governStep } from './govern-step.ts';
import { playMember, playStranger } from './hostile-steps.ts';
import { lie } from './lies.ts';
import type { Step } from './plan.ts';
import { admissionsOf, removalsOf } from './removed-members.ts';
import type { SimMachine } from './sim-machine.ts';
import type { Place, Post, Removal, SimStage } from './sim-stage.ts';

/** One whose kind may be only some of those its type allows counts too. */
type StepOf<K extends Step['kind'], S = Step> = S extends { kind: infer Own }
  ? [Own & K] extends [never]
    ? never
    : S
  : never;

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_PLACES = 2;
const LONG_WAIT_MS = 6_000;

export const playStep = async (stage: SimStage, step: Step): Promise<void> => {
  switch (step.kind) {
    case 'create':
      return create(stage, step);
    case 'invite':
      return invite(stage, step);
    case 'join':
      return join(stage, step);
    case 'post':
      return post(stage, step);
    case 'govern':
      return govern(stage, step);
    case 'link-device':
      return linkDevice(stage, personOf(stage, step.who));
    case 'restore-backup':
      return restoreBackup(stage, personOf(stage, step.who));
    case 'lie':
      return lie(stage, step);
    case 'hostile-member':
      return playMember(stage, step);
    case 'hostile-stranger':
      return playStranger(stage, step);
    case 'wait':
      return stage.elapse(LONG_WAIT_MS);
    default:
      return disturb(stage, step);
  }
};

type MachineStep = StepOf<'crash' | 'clock' | 'disk-full' | 'disk-free'>;

const disturb = async (stage: SimStage, step: NetworkStep | MachineStep): Promise<void> => {
  switch (step.kind) {
    case 'crash':
      return crash(stage, step);
    case 'clock':
      return setClock(stage, step);
    case 'disk-full':
    case 'disk-free':
      return personOf(stage, step.who).disk.setFull(step.kind === 'disk-full');
    default:
      return disturbNetwork(stage, step);
  }
};

const personOf = ({ machines }: SimStage, who: number): SimMachine => {
  const machine = machines[who % machines.length];
  if (machine === undefined) throw new Error('a run needs people');
  return machine;
};

const placeOf = ({ places }: SimStage, place: number): Place | undefined => places[place % Math.max(1, places.length)];

/** A disk that is full refuses with an exception; a refusal of the core is a value. Neither is a fault here. */
const outcomeOf = <T>(promise: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T | undefined> =>
  promise.then(
    (result) => (result.ok ? result.value : undefined),
    () => undefined,
  );

const later = (promise: Promise<void>, stage: SimStage): void =>
  void promise.catch((error: unknown) => stage.problems.add(`S1 the model broke: ${String(error)}`));

const create = (stage: SimStage, { who }: StepOf<'create'>): void => {
  if (stage.places.length >= MAX_PLACES) return;
  const { person, peer } = personOf(stage, who);
  const created = outcomeOf(peer().createCommunity({ name: `Kelp of ${person}`, memberName: person }));
  later(
    created.then((place) => {
      if (place !== undefined && stage.places.length < MAX_PLACES)
        stage.places.push({ ...place, channels: [place.channel] });
    }),
    stage,
  );
};

const invite = (stage: SimStage, { who, place }: StepOf<'invite'>): void => {
  const where = placeOf(stage, place);
  if (where === undefined) return;
  later(
    outcomeOf(personOf(stage, who).peer().createInvite({ community: where.community })).then((link) => {
      if (link === undefined) return;
      where.invite = link;
      stage.tally.note('invites');
    }),
    stage,
  );
};

const join = (stage: SimStage, { who, place }: StepOf<'join'>): void => {
  const where = placeOf(stage, place);
  if (where === undefined) return;
  const { person, peer } = personOf(stage, who);
  later(
    outcomeOf(peer().join({ invite: where.invite, memberName: person })).then((joined) => {
      if (joined !== undefined) stage.tally.note('joins');
    }),
    stage,
  );
};

const govern = (stage: SimStage, step: StepOf<'govern'>): void => {
  const where = placeOf(stage, step.place);
  if (where !== undefined) later(governStep(stage, personOf(stage, step.who), where, step), stage);
};

const post = (stage: SimStage, { who, place, channel, count, length }: StepOf<'post'>): void => {
  const where = placeOf(stage, place);
  if (where === undefined) return;
  const machine = personOf(stage, who);
  const channelHere = where.channels[channel % where.channels.length] ?? where.channel;
  for (let i = 0; i < count; i += 1) {
    const text = `${machine.name} ${stage.posts.size} ${'x'.repeat(length)}.`;
    const about = { text, author: machine.person, machine: machine.name, place: where, channel: channelHere };
    const entry: Post = { ...about, state: 'asked', gone: goneFrom(machine.community(where.community)) };
    stage.posts.set(text, entry);
    later(
      outcomeOf(machine.peer().post({ community: where.community, channel: channelHere, text })).then((posted) => {
        entry.state = posted === undefined ? 'refused' : 'saved';
        if (posted !== undefined) {
          Object.assign(entry, whereIs(machine, entry, posted));
          stage.savedBy.set(machine.name, (stage.savedBy.get(machine.name) ?? 0) + 1);
        }
        stage.tally.note(posted === undefined ? 'posts refused' : 'posts saved');
      }),
      stage,
    );
  }
};

/** Whom somebody knows to have been removed. */
const goneFrom = (community: Community | undefined): ReadonlyMap<MemberId, Removal> => {
  const gone = new Map<MemberId, Removal>();
  for (const { id, status } of community?.state()?.members.values() ?? [])
    if (community !== undefined && (status === 'kicked' || status === 'banned'))
      gone.set(id, { admissions: admissionsOf(community, id), by: removalsOf(community, id) });
  return gone;
};

/** The lane it stands in: that of the key the machine had when it was written. */
const whereIs = (
  machine: SimMachine,
  { place, channel }: Post,
  { record, seq }: { record: string; seq: number },
): Pick<Post, 'device' | 'seq'> => {
  const lanes = machine.community(place.community)?.lanes(channel) ?? [];
  const lane = lanes.find((each) => {
    const held = each.record(seq);
    return held !== undefined && recordId(held.id) === record;
  });
  return lane === undefined ? { seq } : { device: lane.device, seq };
};

const crash = async (stage: SimStage, { who, keep, wipeCache }: StepOf<'crash'>): Promise<void> => {
  const { kept, lost } = await personOf(stage, who).crash({ keep, wipeCache });
  stage.tally.note('crashes');
  if (lost > 0) stage.tally.note('crashes that lost unsynced entries');
  if (kept > 0) stage.tally.note('crashes that kept a part of them');
  if (wipeCache) stage.tally.note('crashes that wiped the cache');
};

const setClock = (stage: SimStage, { who, how, days }: StepOf<'clock'>): void => {
  const { setClock: set } = personOf(stage, who);
  if (how !== 'right') stage.tally.note('clocks set wrong');
  if (how === 'stuck') set('stuck');
  else set({ offset: how === 'right' ? 0 : (how === 'ahead' ? days : -days) * DAY_MS });
};

type NetworkStep = StepOf<'cut' | 'offline' | 'online' | 'partition' | 'heal'>;

const disturbNetwork = (stage: SimStage, step: NetworkStep): void => {
  const { network, machines, tally } = stage;
  switch (step.kind) {
    case 'cut':
      return tally.note(
        'link cuts',
        network.cut(personOf(stage, step.who).name, personOf(stage, step.other).name, step.onTheWay),
      );
    case 'offline':
      tally.note('times offline');
      return personOf(stage, step.who).setOffline(true);
    case 'online':
      return personOf(stage, step.who).setOffline(false);
    case 'partition':
      tally.note('partitions');
      return network.divide((name) => step.sides[machines.findIndex((machine) => machine.name === name)] ?? 0);
    case 'heal':
      return network.divide(() => 0);
  }
};
