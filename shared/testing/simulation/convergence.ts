/** After the storm: everyone online, every disk free, no sides. Then all members have the same, and know that they do. */
import { toHex } from '../../base/bytes.ts';
import type { CommunityId } from '../../base/ids.ts';
import { readLaneFrame } from '../../lanes/lane-frame.ts';
import { createSegmentDocument, type SegmentDocument } from '../../lanes/segment-document.ts';
import type { LaneView } from '../../model/status.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { shownBy } from './invariants.ts';
import type { SimMachine } from './sim-machine.ts';
import { HOSTILE, type Place, type SimStage } from './sim-stage.ts';

const ROUND_MS = 6_000;
const MAX_ROUNDS = 12;

/** Ends the storm and waits for quiet. What still differs after 72 s goes to the problems. */
export const checkConvergence = async (stage: SimStage, crypto: Crypto): Promise<void> => {
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
  if (differences.length === 0) for (const place of stage.places) await compareDocuments(stage, crypto, place);
};

const differencesIn = async (stage: SimStage, place: Place): Promise<string[]> => {
  const [joined, joining] = await insidersOf(stage, place.community);
  const [first] = joined;
  if (first === undefined) return [];
  const expected = await replicaOf(first, place);
  const found = joining.map(({ name }) => `C1 ${name} still waits to be let in`);
  for (const machine of joined) {
    const replica = await replicaOf(machine, place);
    for (const key of Object.keys(expected) as (keyof Replica)[]) {
      if (replica[key] === expected[key]) continue;
      found.push(
        `C2 ${machine.name} and ${first.name} differ in ${key}: ${firstDifference(replica[key], expected[key])}`,
      );
    }
    found.push(...(await untoldTo(machine, joined, place)));
  }
  return found;
};

const insidersOf = async (stage: SimStage, community: CommunityId): Promise<[SimMachine[], SimMachine[]]> => {
  const joined: SimMachine[] = [];
  const joining: SimMachine[] = [];
  for (const machine of stage.machines) {
    const view = (await machine.queries().communities()).find(({ id }) => id === community);
    if (view !== undefined) (view.state === 'joined' ? joined : joining).push(machine);
  }
  return [joined, joining];
};

type Replica = { messages: string; lanes: string; members: string; channels: string };

const replicaOf = async (machine: SimMachine, place: Place): Promise<Replica> => ({
  messages: JSON.stringify(await shownBy(machine, place)),
  lanes: JSON.stringify(await filledLanes(machine, place.community)),
  members: JSON.stringify(
    sorted((await machine.queries().members(place.community)).map((each) => JSON.stringify(each))),
  ),
  channels: JSON.stringify(
    sorted((await machine.queries().channels(place.community)).map((each) => JSON.stringify(each))),
  ),
});

const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return `${a.slice(Math.max(0, at - 30), at + 60)} / ${b.slice(Math.max(0, at - 30), at + 60)}`;
};

const sorted = (list: readonly string[]): string[] => [...list].sort();

const filledLanes = async (machine: SimMachine, community: CommunityId): Promise<LaneView[]> =>
  (await machine.peer().lanes(community))
    .filter(({ count }) => count > 0)
    .sort((a, b) => (a.channel + a.device < b.channel + b.device ? -1 : 1));

/** “With everyone”: receipts of every other member for every lane, nothing missing, a link to each. */
const untoldTo = async (machine: SimMachine, joined: readonly SimMachine[], place: Place): Promise<string[]> => {
  const found: string[] = [];
  const status = (await machine.peer().status()).communities.find(({ id }) => id === place.community);
  if (status?.missing !== 0) found.push(`C3 ${machine.name} thinks that ${status?.missing} records are missing`);
  if (status?.connected !== joined.length - 1) {
    found.push(`C4 ${machine.name} has links to ${status?.connected} of ${joined.length - 1} others`);
  }
  const others = joined.filter((other) => other !== machine);
  return [...found, ...(await Promise.all(others.map((other) => receiptsLacking(machine, other, place)))).flat()];
};

const receiptsLacking = async (machine: SimMachine, other: SimMachine, place: Place): Promise<string[]> => {
  const receipts = await machine.queries().receipts(place.community, place.channel);
  const view = (await other.queries().communities()).find(({ id }) => id === place.community);
  const upTo = receipts.find(({ holder }) => holder === view?.device)?.upTo;
  return (await filledLanes(machine, place.community))
    .filter(({ channel, device, count }) => {
      const said = upTo?.[device] ?? 0;
      // mallory may say that she has more than there is
      return channel === place.channel && said !== count && !(other.name === HOSTILE && said > count);
    })
    .map(
      ({ device, count }) =>
        `C5 ${machine.name} has a receipt of ${other.name} for ${upTo?.[device] ?? 0} of ${count} records`,
    );
};

/** Segment documents, made anew from what each machine's record store kept, byte for byte. */
const compareDocuments = async (stage: SimStage, crypto: Crypto, place: Place): Promise<void> => {
  const [joined] = await insidersOf(stage, place.community);
  let expected: string | undefined;
  for (const machine of joined) {
    const documents = documentsOf(machine, crypto, place.community);
    expected ??= documents;
    if (documents !== expected) stage.problems.add(`C6 ${machine.name} has other segment documents`);
    stage.tally.note('documents compared');
  }
};

const documentsOf = (machine: SimMachine, crypto: Crypto, community: CommunityId): string => {
  const documents = new Map<string, SegmentDocument>();
  for (const { frame, from } of machine
    .cache()
    .runs()
    .filter((run) => run.community === community)) {
    const run = readLaneFrame(crypto, community, frame, Number.MAX_SAFE_INTEGER);
    if (!run.ok) return `unreadable: ${run.error}`;
    const { place, envelopes } = run.value;
    const key = `${place.channel} ${place.segment}`;
    const document = documents.get(key) ?? createSegmentDocument(crypto);
    documents.set(key, document);
    if (document.folded(place.device) !== from) return `a gap before ${from}`;
    document.fold(place, from, envelopes);
  }
  const encoded = [...documents].map(([key, document]) => `${key} ${toHex(crypto.hash(document.encode()))}`).sort();
  for (const document of documents.values()) document.dispose();
  return encoded.join('\n');
};
