/** What the switcher offers for what is typed. */
import { useMemo } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { type CommandName, commandsFor } from '../../app/commands.ts';
import { noteOf } from '../../app/people-notes.ts';
import { type Offer, offersFor, placesToGo, type SwitcherItem, type SwitcherPlaces } from '../../app/switcher.ts';
import { SETTINGS_SECTIONS, type SettingsSection } from '../../app/settings-table.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { wordsOfSection } from '../setting-words.ts';
import { strings } from '../strings.ts';

const NOWHERE: SwitcherPlaces = { communities: [], channels: [], members: [] };

export const useSwitcher = (community: CommunityView | undefined, text: string): readonly Offer[] => {
  const { preferences, unread } = useApp();
  const { recent, lastChannels } = useStore(preferences);
  const counts = useStore(unread.counts);
  const places = useQuery('switcher', readPlaces) ?? NOWHERE;
  const items = useMemo(() => [...placesToGo(places), ...commandItems(community)], [places, community]);
  const inside = places.channels.filter((channel) => channel.community === community?.id);
  const here = inside.find(({ id }) => id === lastChannels[community?.id ?? '']) ?? inside[0];
  return useMemo(() => {
    const waiting = new Set<string>(counts.flatMap((entry) => [entry.channel, entry.community]));
    return offersFor(items, text, { recent, waiting, here: here?.id });
  }, [items, text, recent, counts, here?.id]);
};

const readPlaces = async ({ services: { queries }, people }: ReturnType<typeof useApp>): Promise<SwitcherPlaces> => {
  const notes = people.notes.get();
  const communities = await queries.communities();
  const ids = communities.map(({ id }) => id);
  const [channels, members] = await Promise.all([
    Promise.all(ids.map((id) => queries.channels(id))),
    Promise.all(ids.map((id) => queries.members(id))),
  ]);
  return {
    communities,
    channels: channels.flat(),
    members: members.flat().filter(({ id }) => !noteOf(notes, id).isBlocked),
  };
};

const commandItems = (community: CommunityView | undefined): SwitcherItem[] =>
  commandsFor(community).map((command) => {
    const [name, note] = wordsFor(command);
    return { kind: 'command', key: `> ${command}`, name, note, command };
  });

const wordsFor = (command: CommandName): readonly [string, string] =>
  isSection(command)
    ? [strings.switcher.settings(strings.settings.sections[command]), wordsOfSection(command)]
    : strings.switcher.commands[command];

const isSection = (command: CommandName): command is SettingsSection =>
  SETTINGS_SECTIONS.some((section) => section === command);
