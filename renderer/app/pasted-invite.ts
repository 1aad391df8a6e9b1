/** Finds the invite in what somebody pastes: a whole chat message, an address, a code. Whether it is good the core says. */
import { isLinkCode } from '../../shared/keys/link-code.ts';

const LINK = /(?:holdfast:\/\/join\/?|https?:\/\/[^\s#<>"]+)#[A-Za-z0-9_-]+/i;
/** More is no message that somebody was sent. */
const MAX_PASTED = 20_000;
/** Shorter fragments are places in web pages. */
const SHORTEST = 60;

export const inviteIn = (text: string): string | undefined => {
  if (text.length > MAX_PASTED) return undefined;
  const link = LINK.exec(text)?.[0];
  if (link !== undefined && (link.length - link.indexOf('#') > SHORTEST || link.startsWith('holdfast:'))) return link;
  return isLinkCode(text) ? text.trim() : undefined;
};
