import type { Database } from './database.ts';

/** Unsent text, in the browser's storage: it is not in the journal, since nothing was said yet. */
export const createDexieDrafts = (database: Database) => ({
  load: async (key: string): Promise<string | undefined> => (await database.drafts.get(key))?.text,
  save: async (key: string, text: string): Promise<void> => {
    if (text === '') await database.drafts.delete(key);
    else await database.drafts.put({ key, text });
  },
});

const PREFERENCES = 'holdfast-preferences';

export const browserPreferences = {
  read: (): string | undefined => localStorage.getItem(PREFERENCES) ?? undefined,
  write: (text: string): void => {
    try {
      localStorage.setItem(PREFERENCES, text);
    } catch (error) {
      // full or denied: the choice holds until the window closes
      console.warn('holdfast keeping preferences', error instanceof Error ? error.name : '');
    }
  },
};

export const browserStorage = async (): Promise<{ used: number; room: number } | undefined> => {
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? undefined : { used: usage, room: Math.max(0, quota - usage) };
};
