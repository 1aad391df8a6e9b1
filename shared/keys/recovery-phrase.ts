/** A member's root as 24 words that people can write down (BIP39, English): 32 bytes and 8 check bits. */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

const WORDS = 24;
/** Longer than any 24 words with any spaces between them that people type. */
const MAX_PHRASE_LENGTH = 1_024;

export const formatPhrase = (root: Uint8Array): string => entropyToMnemonic(root, wordlist);

/** Takes what people type: capitals, commas, numbers before the words, line breaks. @returns undefined if a word is wrong */
export const parsePhrase = (text: string): Uint8Array | undefined => {
  if (text.length > MAX_PHRASE_LENGTH) return undefined;
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  if (words.length !== WORDS) return undefined;
  try {
    return mnemonicToEntropy(words.join(' '), wordlist);
  } catch {
    return undefined; // a word that is not in the list, or a wrong check sum: there is nothing else to learn from it
  }
};
