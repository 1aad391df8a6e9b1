/** Lets go of what deletes and purges name: the words in the projection, the body in the lane. */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { EffectView, MessageView } from '../model/views.ts';
import type { Community } from './community.ts';
import type { PlaceInChannel } from './drop-book.ts';
import type { FeedPorts } from './feed-ports.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { projectRecord } from './project-records.ts';

export type DropWork = {
  /** Remembers the deletes and purges among effects. @returns the records that they name, where they are here */
  note: (effects: readonly EffectView[]) => PlacedRecord[];
  /** The same after a start: only what has a body still is left to do. */
  recall: (effects: readonly EffectView[]) => PlacedRecord[];
  drop: (records: readonly PlacedRecord[]) => Promise<void>;
  /** @returns records that fewer deletes or purges name now; what was shown in their place is taken away */
  forget: (channel: ChannelId, device: DeviceId, seq: number) => Promise<PlacedRecord[]>;
};

export const createDropWork = (
  { crypto, projection, dropped }: Pick<FeedPorts, 'crypto' | 'projection' | 'dropped'>,
  community: Community,
  wait: (placed: PlacedRecord) => void,
): DropWork => {
  const hasBody = ({ channel, device, seq }: PlaceInChannel): boolean =>
    community
      .lanes(channel)
      .find((one) => one.device === device)
      ?.lacksBody(seq) === false;
  const here = ({ channel, device, seq }: PlaceInChannel): PlacedRecord[] => {
    const lane = community.lanes(channel).find((one) => one.device === device);
    const record = lane !== undefined && seq < lane.durable() ? lane.record(seq) : undefined;
    return record === undefined
      ? []
      : [{ place: { community: community.id, channel, device, segment: record.segment }, record }];
  };

  const dropOne = async (placed: PlacedRecord): Promise<void> => {
    const { place, record } = placed;
    const left = projectRecord(crypto, community, placed);
    if (typeof left === 'string') return wait(placed);
    if (!left.isDropped) return;
    const said = projectRecord(crypto, community, placed, 'as-said');
    if (typeof said !== 'string')
      await projection.takeBack({ ...said, messages: without(said.messages, left.messages) });
    if (left.messages.length > 0) await projection.putMessages(left.messages);
    if (record.body === undefined) return;
    community.lane(place.channel, place.device).dropBody(record.envelope.seq);
    dropped(placed);
  };

  return {
    note: (effects) => effects.flatMap((effect) => community.drops.note(effect)).flatMap(here),
    recall: (effects) =>
      effects
        .flatMap((effect) => community.drops.note(effect))
        .filter(hasBody)
        .flatMap(here),
    drop: async (records) => {
      for (const placed of records) await dropOne(placed);
    },
    forget: async (channel, device, seq) => {
      const changed: PlacedRecord[] = [];
      for (const placed of community.drops.placesBeyond(channel, device, seq).flatMap(here)) {
        const left = projectRecord(crypto, community, placed);
        if (typeof left !== 'string') await projection.takeBack(left);
        changed.push(placed);
      }
      community.drops.forgetFrom(channel, device, seq);
      return changed;
    },
  };
};

/** What stays in another form is replaced, not taken away first: nobody sees it come and go. */
const without = (messages: readonly MessageView[], staying: readonly MessageView[]): MessageView[] =>
  messages.filter(({ id }) => !staying.some((one) => one.id === id));
