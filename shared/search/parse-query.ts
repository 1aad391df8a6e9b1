/** What people type into the search box → words, and what narrows them: `tide from:bob in:general after:2026-01-31 has:link`. */
export type FilterKey = 'from' | 'in' | 'before' | 'after' | 'has';
export type Filter = { key: FilterKey; value: string };
export type ParsedQuery = {
  /** As they were typed, with quotes. */
  words: string;
  filters: readonly Filter[];
};

const KEYS: readonly string[] = ['from', 'in', 'before', 'after', 'has'] satisfies FilterKey[];

/** A filter, or something in quotes in which nothing is one. */
const PART = /(?<!\S)(\p{L}+):(?:"([^"]*)"?|([^\s"]+))|["“”„][^"“”„]*["“”„]?/gu;

export const parseQuery = (text: string): ParsedQuery => {
  const filters: Filter[] = [];
  const words = text.replace(PART, (part: string, name?: string, quoted?: string, plain?: string) => {
    const key = name?.toLowerCase();
    const value = (quoted ?? plain ?? '').trim();
    if (key === undefined || !isKey(key) || value === '') return part;
    filters.push({ key, value });
    return '';
  });
  return { words: words.trimStart(), filters };
};

/** The filter as it is typed. Nothing can be written for a quote in it; names are found without, too. */
export const filterText = ({ key, value }: Filter): string => {
  const written = value.replaceAll('"', ' ').trim();
  return `${key}:${/\s/.test(written) ? `"${written}"` : written}`;
};

/** The query as it is typed, without one of its filters. */
export const withoutFilter = (text: string, gone: Filter): string => {
  const { words, filters } = parseQuery(text);
  const kept = filters.filter(({ key, value }) => key !== gone.key || value !== gone.value);
  return [...kept.map(filterText), words].filter((part) => part !== '').join(' ');
};

const isKey = (key: string): key is FilterKey => KEYS.includes(key);
