/** What was done to messages: one row a message, so that catching up is not one row an effect. */
import { AFTER_CLOCK, clockOf } from '../../shared/base/clock-text.ts';
import type { EffectView } from '../../shared/model/views.ts';
import type { SearchDoc } from '../../shared/search/gathering.ts';
import { channelKeyOf } from '../../shared/search/places.ts';
import type { Database, EffectRow } from './database.ts';
import { docOf, noteGone, noteSaid, type NotedChange, type SearchFeed } from './search-feed.ts';

export type EffectWriter = {
  put: (effects: readonly EffectView[]) => Promise<void>;
  removeThese: (effects: readonly EffectView[]) => Promise<void>;
  /** Takes chosen effects of a channel away; rows that are empty then go too. */
  removeWhere: (channelKey: string, isChosen: (effect: EffectView) => boolean) => Promise<void>;
  /** Takes all effects away of channels whose key is chosen. */
  remove: (isChosen: (channelKey: string) => boolean) => Promise<void>;
  clear: () => Promise<void>;
};

/** Keys that are read in one go: of those that are not wanted too, as one question for each wish would cost more. */
const KEYS_AT_ONCE = 1_024;

/** Rows of messages with these clocks, which are ascending. */
export const effectsAt = async (
  database: Database,
  channelKey: string,
  clocks: readonly string[],
): Promise<EffectRow[]> => {
  const wished = new Set(clocks);
  const last = (clocks.at(-1) ?? '') + AFTER_CLOCK;
  const found: EffectRow[] = [];
  for (let first = clocks[0] ?? ''; ;) {
    const keys = await effectRange(database, channelKey, first, last).limit(KEYS_AT_ONCE).primaryKeys();
    const rows = await database.effects.bulkGet(keys.filter(([, target]) => wished.has(clockOf(target))));
    found.push(...rows.filter((row) => row !== undefined));
    const end = keys.at(-1);
    if (end === undefined || keys.length < KEYS_AT_ONCE) return found;
    first = `${end[1]}\0`; // just after it
  }
};

/** Rows of the messages whose sort keys are between two, both included. */
export const effectRange = (database: Database, channelKey: string, from: string, to: string) =>
  database.effects.where('[channelKey+target]').between([channelKey, from], [channelKey, to], true, true);

export const isDrop = ({ act }: EffectView): boolean => act.kind === 'delete' || act.kind === 'purge';

export const createEffectWriter = (database: Database, feed: SearchFeed): EffectWriter => {
  /** Reads rows, changes their effects, writes those that changed: in one transaction. */
  const change = async (read: () => Promise<EffectRow[]>, changed: (row: EffectRow) => EffectView[]): Promise<void> => {
    const noted = await database.transaction('rw', database.effects, database.searchLog, async () => {
      const changes: NotedChange[] = [];
      for (const row of await read()) {
        const effects = changed(row);
        if (effects.length === 0) await database.effects.delete([row.channelKey, row.target]);
        else if (!isSame(effects, row.effects)) await database.effects.put(rowOf(row, effects));
        changes.push(...(await noteEdits(database, row, effects)));
      }
      return changes;
    });
    await feed.told(noted);
  };

  const changeThese = async (
    effects: readonly EffectView[],
    changed: (held: readonly EffectView[], those: readonly EffectView[]) => EffectView[],
  ): Promise<void> => {
    const groups = byTarget(effects);
    await change(
      async () => {
        const keys = [...groups.values()].map(({ channelKey, target }): [string, string] => [channelKey, target]);
        const rows = await database.effects.bulkGet(keys);
        return keys.map(([channelKey, target], i) => rows[i] ?? { channelKey, target, effects: [] });
      },
      (row) => changed(row.effects, groups.get(`${row.channelKey} ${row.target}`)?.effects ?? []),
    );
  };

  return {
    put: (effects) => changeThese(effects, merge),
    removeThese: (effects) =>
      changeThese(effects, (held, those) => held.filter(({ id }) => !those.some((gone) => gone.id === id))),
    removeWhere: (channelKey, isChosen) =>
      change(
        () => effectRange(database, channelKey, '', '\uffff').toArray(),
        (row) => row.effects.filter((effect) => !isChosen(effect)),
      ),
    remove: async (isChosen) => {
      const noted = await database.transaction('rw', database.effects, database.searchLog, async () => {
        const keys = await database.effects.orderBy('channelKey').uniqueKeys();
        const gone = keys.filter((key) => typeof key === 'string').filter(isChosen);
        await database.effects.where('channelKey').anyOf(gone).delete();
        return (await Promise.all(gone.map((key) => noteGone(database, key, 'all')))).flat();
      });
      await feed.told(noted);
    },
    clear: () => database.effects.clear(),
  };
};

/** What a message says now by an edit that was not here, and what it does not say any more. */
const noteEdits = async (
  database: Database,
  { channelKey, target, effects: before }: EffectRow,
  effects: readonly EffectView[],
): Promise<NotedChange[]> => {
  const without = (list: readonly EffectView[], others: readonly EffectView[]): EffectView[] =>
    list.filter(({ id, act }) => act.kind === 'edit' && !others.some((other) => other.id === id));
  const gone = without(before, effects).length > 0;
  return [
    ...(await noteSaid(database, editsIn(without(effects, before)))),
    ...(gone ? await noteGone(database, channelKey, [clockOf(target)]) : []),
  ];
};

/** Only its author can change what a message says. */
export const editsIn = (effects: readonly EffectView[]): SearchDoc[] =>
  effects.flatMap(({ community, channel, by, target, act }) =>
    act.kind === 'edit' ? docOf({ community, channel, author: by, sortKey: target.sortKey, text: act.text }) : [],
  );

const byTarget = (effects: readonly EffectView[]): Map<string, EffectRow> => {
  const groups = new Map<string, EffectRow>();
  for (const effect of effects) {
    const channelKey = channelKeyOf(effect.community, effect.channel);
    const key = `${channelKey} ${effect.target.sortKey}`;
    const held = groups.get(key);
    if (held === undefined) groups.set(key, { channelKey, target: effect.target.sortKey, effects: [effect] });
    else held.effects.push(effect);
  }
  return groups;
};

const merge = (held: readonly EffectView[], added: readonly EffectView[]): EffectView[] => [
  ...new Map([...held, ...added].map((effect) => [effect.id, effect])).values(),
];

/** Then nothing is written and no live query runs again. An effect never changes under its id, but its author's name. */
const isSame = (one: readonly EffectView[], other: readonly EffectView[]): boolean =>
  one.length === other.length &&
  one.every((effect, i) => effect.id === other[i]?.id && effect.byName === other[i]?.byName);

const rowOf = ({ channelKey, target }: EffectRow, effects: EffectView[]): EffectRow => {
  const community = effects.find(isDrop)?.community;
  return {
    channelKey,
    target,
    effects,
    ...(effects.some(({ act }) => act.kind === 'pin') ? { pins: channelKey } : {}),
    ...(community === undefined ? {} : { drops: community }),
  };
};
