/** Links that leave the app: http, https and mailto, written anew from their parts; nothing else. */
const ALLOWED = new Set(['http:', 'https:', 'mailto:']);

/** @returns the address to open, or undefined if it must not be opened */
export const safeExternalUrl = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ALLOWED.has(url.protocol) ? url.href : undefined;
};
