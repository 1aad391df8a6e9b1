/** Puts previews into the projection, and takes them back. */
import type { EffectView } from '../model/views.ts';
import { type LaneKey, laneKey, laneOf } from '../sync/link-session.ts';
import type { ShownLane } from '../ports/projection.ts';
import type { Community } from './community.ts';
import type { PlacedRecord } from './message-stubs.ts';
import { projectRecord, type Said } from './project-records.ts';
import type { RuntimePorts } from './runtime-ports.ts';

/** `said` is undefined while governance or a key is missing: a record that nobody sees. */
export type Previewed = { placed: PlacedRecord; said: Said | undefined };

export type PreviewScreen = {
  show: (previewed: readonly Previewed[]) => Promise<void>;
  takeBack: (gone: readonly Previewed[]) => Promise<void>;
  /** Nothing of these lanes is shown ahead any more. */
  end: (lanes: readonly LaneKey[]) => Promise<void>;
};

export const createPreviewScreen = (
  { crypto, projection }: Pick<RuntimePorts, 'crypto' | 'projection'>,
  community: Community,
): PreviewScreen => ({
  show: async (previewed) => {
    for (const one of previewed) one.said = saidBy(crypto, community, one.placed);
    const shown = previewed.filter((one) => one.said !== undefined);
    const said = shown.flatMap((one) => one.said ?? []);
    if (said.length === 0) return;
    const lanes = new Set(shown.map(({ placed: { place } }) => laneKey(place.channel, place.device)));
    await projection.beginPreviews(namedIn(community, [...lanes]));
    await projection.putMessages(said.flatMap(({ messages }) => messages));
    await projection.putEffects(said.flatMap(({ effects }) => effects));
  },
  takeBack: async (gone) => {
    const said = gone.flatMap((one) => one.said ?? []);
    if (said.length === 0) return;
    await projection.takeBack({
      messages: said.flatMap(({ messages }) => messages),
      effects: said.flatMap(({ effects }) => effects),
    });
  },
  end: (lanes) => projection.endPreviews(namedIn(community, lanes)),
});

const namedIn = ({ id }: Community, lanes: readonly LaneKey[]): ShownLane[] =>
  lanes.map((lane) => ({ community: id, ...laneOf(lane) }));

/** What a delete or purge names goes when it is durable: nothing is let go of for what may never come. */
const saidBy = (crypto: RuntimePorts['crypto'], community: Community, placed: PlacedRecord): Said | undefined => {
  const said = projectRecord(crypto, community, placed);
  return typeof said === 'string' ? undefined : { ...said, effects: said.effects.filter(isNoDrop) };
};

const isNoDrop = ({ act }: EffectView): boolean => act.kind !== 'delete' && act.kind !== 'purge';
