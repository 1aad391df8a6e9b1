/** Loads the list of emoji once, when it is first wanted. It comes with the app and not from the network. */
import { createStore } from '../store.ts';
import { createEmojiBook, type EmojiBook } from './emoji-book.ts';

export const emojiBook = createStore<EmojiBook | undefined>(undefined);
let loading: Promise<void> | undefined;

export const loadEmoji = async (): Promise<void> => {
  loading ??= readBook();
  try {
    await loading;
  } catch (error) {
    // the next who asks tries again
    loading = undefined;
    throw error;
  }
};

const readBook = async (): Promise<void> => {
  const [{ default: raw }, { default: codes }] = await Promise.all([
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/joypixels.json'),
  ]);
  emojiBook.set(createEmojiBook(raw, codes));
};
