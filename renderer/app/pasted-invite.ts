/** Finds the invite in what somebody pastes: a whole chat message, an address, a code. Whether it is good the core says. */
import { isLinkCode } from '../../shared/keys/link-code.ts';

const LINKS = /(?:holdfast:\/\/join\/?|https?:\/\/[^\s#<>"]+)#[A-Za-z0-9_-]+/gi;
/** More is no message that somebody was sent. */
const MAX_PASTED = 20_000;
/** Shorter fragments are places in web pages. */
const SHORTEST = 60;

export const inviteIn = (text: string): string | undefined => {
  if (text.length > MAX_PASTED) return undefined;
  const links = text.match(LINKS) ?? [];
  const link = links.find(isWhole) ?? links.find((one) => one.startsWith('holdfast:'));
  if (link !== undefined) return link;
  return isLinkCode(text) ? text.trim() : undefined;
};

const isWhole = (link: string): boolean => link.length - link.indexOf('#') > SHORTEST;
