/** Logs hold no content, names, addresses or keys: only codes, counts and short ids. */
export type Logger = {
  info: (event: string, facts?: Record<string, string | number | boolean>) => void;
  warn: (event: string, facts?: Record<string, string | number | boolean>) => void;
};
