import type { LifeState } from './services.ts';
import type { Store } from './store.ts';

/**
 * What is stored can be read at once, and written to, while the core still opens; unless that has said meanwhile that it reads
 * everything back, or that it cannot open.
 */
export const showStored = async (life: Store<LifeState>, isStored: Promise<boolean>): Promise<void> => {
  const isThere = await isStored;
  const now = life.get();
  if (isThere && now.kind === 'starting' && now.restoring === undefined) life.set({ kind: 'running' });
};
