/**
 * Bugs in the core itself (shared/peer/peer-testing.ts), which only whole peers that talk to each other can show. Each must
 * be noticed; docs/testing.md has the table.
 */
import type { PeerPlant } from '../../peer/peer-plant.ts';
import type { Plan } from './plan.ts';

/**
 * `rule`: the one that must be seen to break; `from`: the first seed that is tried, where few show it; `plan`: played
 * instead of seeds, where chance hardly ever comes to it.
 */
export type CoreBug = Caught & { from: number; peerPlant: PeerPlant };

type Caught = { name: string; rule: string; from?: number; plan?: Plan };

const takesANewKey = (who: number): Plan['steps'] => [
  { kind: 'clock', who, how: 'ahead', days: 19, pause: 100 },
  { kind: 'post', who, place: 0, channel: 0, count: 1, length: 9, pause: 1_000 },
  { kind: 'clock', who, how: 'right', days: 1, pause: 100 },
  { kind: 'post', who, place: 0, channel: 0, count: 1, length: 9, pause: 8_000 },
];

/** Two people, apart, take new keys, for their clocks were ahead: nobody is left whom both know, not even removed. */
const ALL_DEVICES_NEW: Plan = {
  seed: 1,
  people: 2,
  steps: [
    { kind: 'create', who: 0, pause: 500 },
    { kind: 'join', who: 1, place: 0, pause: 8_000 },
    { kind: 'partition', sides: [0, 1], pause: 1_000 },
    ...takesANewKey(0),
    ...takesANewKey(1),
  ],
};

/** Bob says something while he is alone, leaves, and asks to be let in again before anybody has heard of either. */
const GONE_AND_BACK: Plan = {
  seed: 1,
  people: 3,
  steps: [
    { kind: 'create', who: 0, pause: 500 },
    { kind: 'join', who: 1, place: 0, pause: 500 },
    { kind: 'join', who: 2, place: 0, pause: 8_000 },
    { kind: 'offline', who: 1, pause: 500 },
    { kind: 'post', who: 1, place: 0, channel: 0, count: 3, length: 9, pause: 2_000 },
    { kind: 'govern', who: 1, act: 'leave', place: 0, target: 0, choice: 0, pause: 2_000 },
    { kind: 'join', who: 1, place: 0, pause: 2_000 },
    { kind: 'online', who: 1, pause: 8_000 },
  ],
};

/** Bob leaves while he is apart, and asks to be let in again there: the one key that there is has been left with. */
const LEFT_AND_BACK: Plan = {
  seed: 1,
  people: 3,
  steps: [
    { kind: 'create', who: 0, pause: 500 },
    { kind: 'join', who: 1, place: 0, pause: 8_000 },
    { kind: 'join', who: 2, place: 0, pause: 8_000 },
    { kind: 'partition', sides: [0, 1, 0], pause: 1_000 },
    { kind: 'govern', who: 1, act: 'leave', place: 0, target: 0, choice: 0, pause: 2_000 },
    { kind: 'join', who: 1, place: 0, pause: 2_000 },
  ],
};

const BUGS: Readonly<Record<PeerPlant, Caught>> = {
  'cuts-not-applied': { name: 'records beyond a cut are kept, shown and served', rule: 'P5' },
  'limits-forgotten-at-start': { name: 'cuts are forgotten at a start', rule: 'P5', from: 17 },
  'sends-to-the-removed': { name: 'content is sent to devices that were removed', rule: 'P5' },
  'removed-are-not-told': { name: 'who was removed is not told', rule: 'C2' },
  'forks-not-proven': { name: 'of a forked lane everybody keeps what came first', rule: 'C2', from: 17 },
  'forked-key-kept': { name: 'a device goes on with a key that was forked', rule: 'C8', from: 16 },
  'records-judged-now': { name: 'a record is judged by what is known now, not by what its author knew', rule: 'C2' },
  'seals-under-any-key': { name: 'records are sealed with the first key, whoever has it by now', rule: 'P5' },
  'nobody-makes-keys': { name: 'nobody makes a new key where one is missing', rule: 'C7', plan: LEFT_AND_BACK },
  'governance-by-arrival': { name: 'governance depends on the order of arrival', rule: 'G1' },
  'keys-not-shared': {
    name: 'who was let in by somebody that did not know of a key never gets it',
    rule: 'C2',
    from: 80,
  },
  'devices-not-introduced': {
    name: 'two groups with new devices do not get to know each other',
    rule: 'C2',
    plan: ALL_DEVICES_NEW,
  },
  'leaving-not-told': { name: 'who left while alone tells nobody later', rule: 'C4' },
  'chains-by-length': { name: 'chains of operations are compared by their length', rule: 'C2', from: 16 },
  'forgets-when-joining-again': {
    name: 'who joins again forgets what nobody else has',
    rule: 'C2',
    plan: GONE_AND_BACK,
  },
  'sent-before-fsync': { name: 'own records leave before they are on the disk', rule: 'C2' },
};

export const CORE_BUGS: readonly CoreBug[] = Object.entries(BUGS).map(([peerPlant, bug]) => ({
  from: 1,
  ...bug,
  peerPlant: peerPlant as PeerPlant,
}));
