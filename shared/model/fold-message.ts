/**
 * A message and what was done to it → the message as it is shown (MS-1 to MS-8). A pure function of the set of effects:
 * the order in which they arrived, and how often, makes no difference. Who may do what was judged when an effect was
 * projected, in the governance that its author named.
 */
import type { MemberId } from '../base/ids.ts';
import type { EffectAct, EffectView, MessageVersion, MessageView } from './views.ts';

type Kind = EffectAct['kind'];
type EffectOf<K extends Kind> = EffectView & { act: Extract<EffectAct, { kind: K }> };

export const foldMessage = (message: MessageView, effects: readonly EffectView[]): MessageView => {
  if (effects.length === 0) return message;
  const those = inOrder(effects.filter((effect) => isAbout(effect, message)));
  const gone = goneBy(those, message.author);
  if (gone !== undefined) return { ...message, text: '', gone };
  const edit = of(those, 'edit').findLast(({ by }) => by === message.author);
  const hidden = hiddenBy(of(those, 'hide'));
  const reactions = reactionsOf(of(those, 'react'));
  return {
    ...message,
    ...(edit === undefined ? {} : { text: edit.act.text, editedAt: edit.sentAt }),
    ...(hidden === undefined ? {} : { hidden }),
    ...(of(those, 'pin').at(-1)?.act.on === true ? { isPinned: true } : {}),
    ...(reactions.length === 0 ? {} : { reactions }),
  };
};

/** What a message said, from the first to what it says now; nothing once it is gone. @param message as it was said */
export const versionsOf = (message: MessageView, effects: readonly EffectView[]): MessageVersion[] => {
  const those = inOrder(effects.filter((effect) => isAbout(effect, message)));
  if (goneBy(those, message.author) !== undefined) return [];
  const edits = of(those, 'edit').filter(({ by }) => by === message.author);
  return [
    { text: message.text, at: message.sentAt },
    ...edits.map(({ act, sentAt }) => ({ text: act.text, at: sentAt })),
  ];
};

/** Names alone prove nothing: an effect says whose message it means, and where it stands. */
const isAbout = ({ target }: EffectView, message: MessageView): boolean =>
  target.id === message.id &&
  target.device === message.device &&
  target.seq === message.seq &&
  target.sortKey === message.sortKey;

/** By sort key, each once. */
const inOrder = (effects: readonly EffectView[]): EffectView[] =>
  [...new Map(effects.map((effect) => [effect.id, effect])).values()].sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1));

const of = <K extends Kind>(effects: readonly EffectView[], kind: K): EffectOf<K>[] =>
  effects.filter((effect): effect is EffectOf<K> => effect.act.kind === kind);

/** The first purge, or else the first delete by the author: it is gone since then. */
const goneBy = (effects: readonly EffectView[], author: MemberId): MessageView['gone'] => {
  const [purge] = of(effects, 'purge');
  if (purge !== undefined) return { how: 'purged', by: purge.by, byName: purge.byName, ...reasonOf(purge.act) };
  const removed = of(effects, 'delete').find(({ by }) => by === author);
  return removed && { how: 'deleted', by: removed.by, byName: removed.byName };
};

/** The newest hide that nobody of the hider's rank or above has taken back since. */
const hiddenBy = (effects: readonly EffectOf<'hide'>[]): MessageView['hidden'] => {
  const hide = effects.findLast(
    (one, at) => one.act.on && !effects.slice(at + 1).some((later) => !later.act.on && later.rank >= one.rank),
  );
  return hide && { by: hide.by, byName: hide.byName, ...reasonOf(hide.act) };
};

const reasonOf = ({ reason }: { reason?: string }): { reason?: string } => (reason === undefined ? {} : { reason });

/** Of each member and emoji the newest word counts. */
const reactionsOf = (effects: readonly EffectOf<'react'>[]): { emoji: string; by: MemberId[] }[] => {
  const newest = new Map<string, EffectOf<'react'>>();
  for (const effect of effects) newest.set(`${effect.by} ${effect.act.emoji}`, effect);
  const byEmoji = new Map<string, MemberId[]>();
  for (const { act, by } of inOrder([...newest.values()]) as EffectOf<'react'>[]) {
    if (act.on) byEmoji.set(act.emoji, [...(byEmoji.get(act.emoji) ?? []), by]);
  }
  return [...byEmoji].map(([emoji, by]) => ({ emoji, by }));
};
