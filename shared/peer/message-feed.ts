/**
 * Shows durable records: decrypts, projects, announces, and lets go of what a delete or purge names. Records that cannot
 * be judged yet wait for governance or a key.
 */
import { opId } from '../base/ids.ts';
import { govIdsOf } from '../lanes/named-ids.ts';
import type { EffectView, MessageView } from '../model/views.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import { type CarriedRecords, createCarriedRecords } from './carried-records.ts';
import { createDropWork } from './drop-work.ts';
import type { FeedPorts } from './feed-ports.ts';
import { createLockedRecords } from './locked-records.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { projectRecord } from './project-records.ts';

export type MessageFeed = {
  /** @param isNew tell about messages of others; false while reading back what was stored */
  show: (records: readonly PlacedRecord[], how: { isNew: boolean }) => Promise<void>;
  showWaiting: () => Promise<void>;
  /** After a start: what the projection knows to be dropped, and what that leaves to do. */
  recallDrops: () => Promise<void>;
  /** What a device said and did in a channel from a record on does not count any more; what it deleted stands again. */
  forgetFrom: Projection['forgetFrom'];
  /** What the record store had: nothing to show, unless it was never shown for want of governance or a key. */
  stored: (records: readonly PlacedRecord[]) => void;
  /** False for what waits for governance or a key. */
  isShown: (placed: PlacedRecord) => boolean;
  /** A lane of a channel that is not this device's business, as far as is known now. */
  carried: CarriedRecords['add'];
};

export const createMessageFeed = (ports: FeedPorts, community: Community): MessageFeed => {
  const { crypto, projection } = ports;
  let waiting: PlacedRecord[] = [];
  const work = createDropWork(ports, community, (placed) => void waiting.push(placed));
  const locked = createLockedRecords(community);
  const carried = createCarriedRecords(community);

  const show: MessageFeed['show'] = async (records, { isNew }) => {
    const messages: MessageView[] = [];
    const effects: EffectView[] = [];
    const due: PlacedRecord[] = [];
    for (const placed of records) {
      const said = projectRecord(crypto, community, placed);
      if (said === 'wait') waiting.push(placed);
      else if (said === 'locked') locked.add(placed);
      else if (said.isDropped) due.push(placed);
      else {
        messages.push(...said.messages);
        effects.push(...said.effects);
      }
    }
    if (messages.length > 0) await projection.putMessages(messages);
    if (effects.length > 0) await projection.putEffects(effects);
    await work.drop([...due, ...work.note(effects)]);
    if (isNew) tell(messages, effects);
  };

  const tell = (messages: readonly MessageView[], effects: readonly EffectView[]): void => {
    const isOthers = ({ device }: { device: MessageView['device'] }): boolean => device !== community.identity.device;
    for (const message of messages.filter(isOthers)) if (!community.drops.has(message)) ports.message(message);
    for (const effect of effects.filter(isOthers)) ports.effect(effect);
  };

  const isBelowLimit = ({ place, record }: PlacedRecord): boolean =>
    record.envelope.seq < community.lane(place.channel, place.device).limit();

  return {
    show,
    showWaiting: async () => {
      // what fell beyond its lane's limit meanwhile is shown when the limit rises
      const due = [...waiting, ...locked.takeOpen(), ...carried.takeOurs()].filter(isBelowLimit);
      waiting = [];
      if (due.length > 0) await show(due, { isNew: true });
    },
    stored: (records) => {
      for (const placed of records) {
        if (!isGovernanceHere(community, placed)) waiting.push(placed);
        else if (!isOpen(community, placed)) locked.add(placed);
      }
    },
    isShown: (placed) => isGovernanceHere(community, placed) && isOpen(community, placed),
    carried: carried.add,
    recallDrops: async () => work.drop(work.recall(await projection.drops(community.id))),
    forgetFrom: async (lane, seq) => {
      await projection.forgetFrom(lane, seq);
      const { channel, device } = lane;
      const freed = await work.forget(channel, device, seq);
      if (freed.length > 0) await show(freed, { isNew: false });
    },
  };
};

/** What its author knew, and who that is. */
const isGovernanceHere = ({ log, state }: Community, { place, record }: PlacedRecord): boolean =>
  govIdsOf(record.envelope).every(log.has) && state()?.devices.has(place.device) === true;

const isOpen = ({ keys }: Community, { place, record }: PlacedRecord): boolean =>
  keys.opening(place.channel, opId(record.envelope.epoch)) !== undefined;
