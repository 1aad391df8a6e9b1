/** The channels of a community as they are listed: those in no category, categories, conversations of two, archived ones. */
import type { ChannelId } from '../../shared/base/ids.ts';
import type { GovernanceAct } from '../../shared/model/acts.ts';
import type { ChannelView } from '../../shared/model/views.ts';

export type ChannelSection = {
  kind: 'open' | 'category' | 'direct' | 'archived';
  /** Of a category. */
  name: string;
  channels: readonly ChannelView[];
};

/** A category stands where the first of its channels does. Sections without channels are left out. */
export const channelSections = (channels: readonly ChannelView[]): ChannelSection[] => {
  const open = inOrder(channels.filter(({ kind, isArchived }) => kind === 'channel' && !isArchived));
  const names = new Set(open.map(({ category = '' }) => category));
  const categories = [...names].filter((name) => name !== '');
  const sections: ChannelSection[] = [
    { kind: 'open', name: '', channels: open.filter(({ category = '' }) => category === '') },
    ...categories.map((name): ChannelSection => ({ kind: 'category', name, channels: open.filter(isIn(name)) })),
    { kind: 'direct', name: '', channels: channels.filter(({ kind }) => kind === 'direct') },
    {
      kind: 'archived',
      name: '',
      channels: inOrder(channels.filter(({ kind, isArchived }) => kind === 'channel' && isArchived)),
    },
  ];
  return sections.filter((section) => section.channels.length > 0);
};

const isIn =
  (name: string) =>
  ({ category }: ChannelView): boolean =>
    category === name;

const inOrder = (channels: readonly ChannelView[]): ChannelView[] =>
  channels.toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));

/** As one list, from top to bottom. */
export const asListed = (channels: readonly ChannelView[]): ChannelView[] =>
  channelSections(channels).flatMap((section) => section.channels);

export const categoriesOf = (channels: readonly ChannelView[]): string[] =>
  channelSections(channels).flatMap(({ kind, name }) => (kind === 'category' ? [name] : []));

type Move = Extract<GovernanceAct, { kind: 'update-channel' }>;

/**
 * What it takes to list a channel elsewhere: its category, and a position for each channel that has another one then.
 * @param before the channel that it is to stand before, in the same category; left out: at the end of it
 */
export const movesTo = (
  channels: readonly ChannelView[],
  moved: ChannelId,
  { category, before }: { category: string; before?: ChannelId },
): Move[] => {
  const listed = channelSections(channels).filter(({ kind }) => kind === 'open' || kind === 'category');
  const rest = listed.flatMap((section) => section.channels).filter(({ id }) => id !== moved);
  const ends = rest.findLastIndex((channel) => (channel.category ?? '') === category) + 1;
  const at = before === undefined ? ends || rest.length : rest.findIndex(({ id }) => id === before);
  const channel = channels.find(({ id }) => id === moved);
  if (channel === undefined || at === -1) return [];
  const wanted = [...rest.slice(0, at), channel, ...rest.slice(at)];
  return wanted.flatMap(({ id, position, category: held = '' }, place): Move[] => {
    const joins = id === moved && held !== category;
    if (position === place && !joins) return [];
    return [{ kind: 'update-channel', channel: id, position: place, ...(joins ? { category } : {}) }];
  });
};
