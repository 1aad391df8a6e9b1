/** What was done to the messages of one channel, in memory: by the message that it is about, then by id. */
import type { DeviceId } from '../base/ids.ts';
import type { EffectView } from '../model/views.ts';

export type MemoryEffects = {
  put: (effect: EffectView) => void;
  remove: (effect: EffectView) => void;
  removeWhere: (isChosen: (effect: EffectView) => boolean) => void;
  /** @param sortKey the message's */
  on: (sortKey: string) => EffectView[];
  all: () => EffectView[];
};

export const createMemoryEffects = (): MemoryEffects => {
  const byTarget = new Map<string, Map<string, EffectView>>();
  const all = (): EffectView[] => [...byTarget.values()].flatMap((list) => [...list.values()]);
  const remove = ({ target, id }: EffectView): void => void byTarget.get(target.sortKey)?.delete(id);
  return {
    put: (effect) => {
      const { sortKey } = effect.target;
      const held = byTarget.get(sortKey) ?? new Map<string, EffectView>();
      byTarget.set(sortKey, held.set(effect.id, effect));
    },
    remove,
    removeWhere: (isChosen) => all().filter(isChosen).forEach(remove),
    on: (sortKey) => [...(byTarget.get(sortKey)?.values() ?? [])],
    all,
  };
};

/** Chooses what a device said or did from a record on. */
export const isBeyond =
  (device: DeviceId, seq: number) =>
  (one: { device: DeviceId; seq: number }): boolean =>
    one.device === device && one.seq >= seq;
