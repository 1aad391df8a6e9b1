/**
 * Shows durable records: decrypts, projects, announces, and lets go of what a delete or purge names. Records that cannot
 * be judged yet wait for governance or a key.
 */
import { type ChannelId, opId } from '../base/ids.ts';
import type { EffectView, MessageView } from '../model/views.ts';
import type { Projection } from '../ports/projection.ts';
import type { Community } from './community.ts';
import { createDropWork } from './drop-work.ts';
import type { FeedPorts } from './feed-ports.ts';
import { createLockedRecords } from './locked-records.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { projectRecord } from './project-records.ts';
import { createUnreadChannels } from './unread-channels.ts';

export type MessageFeed = {
  /** @param isNew tell about messages of others; false while reading back what was stored */
  show: (records: readonly PlacedRecord[], how: { isNew: boolean }) => Promise<void>;
  showWaiting: () => Promise<void>;
  /** Something came in a channel that this device does not know to be one of its own: carried for others, as it seems. */
  carried: (channel: ChannelId) => void;
  /** Of records without a key this is not said: those the record store may have, and gives back. */
  hasWaiting: () => boolean;
  /** After a start: what the projection knows to be dropped, and what that leaves to do. */
  recallDrops: () => Promise<void>;
  /** What a device said and did in a channel from a record on does not count any more; what it deleted stands again. */
  forgetFrom: Projection['forgetFrom'];
  /** What the record store had: nothing to show, unless it was never shown for want of a key. */
  stored: (records: readonly PlacedRecord[]) => void;
};

export const createMessageFeed = (ports: FeedPorts, community: Community): MessageFeed => {
  const { crypto, projection } = ports;
  let waiting: PlacedRecord[] = [];
  const work = createDropWork(ports, community, (placed) => void waiting.push(placed));
  const locked = createLockedRecords(community);
  const unread = createUnreadChannels(community);

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
      const due = [...waiting, ...locked.takeOpen(), ...unread.takeOurs()].filter(isBelowLimit);
      waiting = [];
      if (due.length > 0) await show(due, { isNew: true });
    },
    carried: unread.note,
    stored: (records) => {
      for (const placed of records) {
        const { place, record } = placed;
        if (community.keys.opening(place.channel, opId(record.envelope.epoch)) === undefined) locked.add(placed);
      }
    },
    hasWaiting: () => waiting.length > 0,
    recallDrops: async () => work.drop(work.note(await projection.drops(community.id))),
    forgetFrom: async (lane, seq) => {
      await projection.forgetFrom(lane, seq);
      const { channel, device } = lane;
      const freed = await work.forget(channel, device, seq);
      if (freed.length > 0) await show(freed, { isNew: false });
    },
  };
};
