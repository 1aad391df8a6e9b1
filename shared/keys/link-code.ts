/**
 * The codes that two people pass each other when nothing else connects them: one offer, one answer, by any way that
 * carries text, a picture or a voice. `HOLDFAST-OFFER:` or `HOLDFAST-ANSWER:` and base32, all of which a QR code takes in its
 * alphanumeric mode.
 *
 * version u8 = 1 · kind u8 · what follows · CRC-32 of all before, 4
 * 1 OFFER for members: salt 12 · side, encrypted with a key of the salt and the link key of the newest epoch
 * 2 OFFER to a newcomer: community 32 · seed 16 · history u8 · name · inviter · side
 * 3 ANSWER: salt 12 · side, encrypted with a key of salt and offer and the link key of the room in which they meet
 *
 * So whoever finds a code for members, or any answer, learns nothing from it, not even an address. An offer to a newcomer
 * gives its finder what an invite link gives, and the offering device's addresses.
 */
import { fromBase32, toBase32 } from '../base/base32.ts';
import { concatBytes } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { type Domain, inDomain } from '../base/domain.ts';
import { createReader } from '../base/reader.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { createWriter } from '../base/writer.ts';
import { type Crypto, NONCE_BYTES } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import {
  type InvitePart,
  type InvitePreview,
  type ParseInviteError,
  parseInvite,
  previewInvite,
  readInvitePart,
  writeInvitePart,
} from './invite.ts';

type Sealed = { salt: Uint8Array; sealed: Uint8Array };

/** `bytes`: the code without its check; an answer is tied to them. */
export type LinkCode =
  | ({ kind: 'offer'; bytes: Uint8Array } & Sealed)
  | { kind: 'invite-offer'; bytes: Uint8Array; invite: InvitePart; side: Uint8Array }
  | ({ kind: 'answer' } & Sealed);

export type LinkCodeError = 'not-a-code' | 'damaged' | 'newer-version';

const VERSION = 1;
const KINDS = { offer: 1, 'invite-offer': 2, answer: 3 } as const;
const OFFER = 'HOLDFAST-OFFER:';
const ANSWER = 'HOLDFAST-ANSWER:';
const SALT_BYTES = 12;
const CHECK_BYTES = 4;
const MAX_SIDE_BYTES = 512;
const MAX_TEXT = 4_096;
/** Nothing shorter could be one: what is not even this long was never a code. */
const MIN_LETTERS = 64;
/** The key is used once: it follows from a salt. */
const NONCE = new Uint8Array(NONCE_BYTES);

type Ports = { crypto: Crypto; random: Random };

/** @returns the code, and the bytes that its answer is tied to */
export const writeOffer = ({ crypto, random }: Ports, linkKey: Uint8Array, side: Uint8Array) => {
  const salt = random.bytes(SALT_BYTES);
  return finishOffer(writeSealed(crypto, 'offer', keyOf(crypto, 'holdfast/code-offer/1', linkKey, salt), salt, side));
};

export const writeInviteOffer = (invite: InvitePart, side: Uint8Array) =>
  finishOffer(writeInvitePart(createWriter().u8(VERSION).u8(KINDS['invite-offer']), invite).raw(side).done());

const finishOffer = (bytes: Uint8Array): { code: string; bytes: Uint8Array } => ({
  code: textOf(OFFER, bytes),
  bytes,
});

/** @param offer the bytes of the offer that it answers */
export const writeAnswer = (
  { crypto, random }: Ports,
  linkKey: Uint8Array,
  offer: Uint8Array,
  side: Uint8Array,
): string => {
  const salt = random.bytes(SALT_BYTES);
  const key = keyOf(crypto, 'holdfast/code-answer/1', linkKey, salt, offer);
  return textOf(ANSWER, writeSealed(crypto, 'answer', key, salt, side));
};

const writeSealed = (
  crypto: Crypto,
  kind: 'offer' | 'answer',
  key: Uint8Array,
  salt: Uint8Array,
  side: Uint8Array,
): Uint8Array => {
  const head = headOf(kind);
  return concatBytes(head, salt, crypto.encrypt(side, head, NONCE, key));
};

const headOf = (kind: keyof typeof KINDS): Uint8Array => Uint8Array.of(VERSION, KINDS[kind]);

const keyOf = (
  crypto: Crypto,
  domain: Domain,
  linkKey: Uint8Array,
  salt: Uint8Array,
  offer: Uint8Array = new Uint8Array(0),
): Uint8Array => crypto.hash(inDomain(domain, salt, offer), linkKey);

/** @returns the side, or undefined if the offer was not made with this room's key */
export const openOffer = (crypto: Crypto, linkKey: Uint8Array, { salt, sealed }: Sealed): Uint8Array | undefined =>
  crypto.decrypt(sealed, headOf('offer'), NONCE, keyOf(crypto, 'holdfast/code-offer/1', linkKey, salt));

/** @returns the side, or undefined if it does not answer this offer with this room's key */
export const openAnswer = (
  crypto: Crypto,
  linkKey: Uint8Array,
  offer: Uint8Array,
  { salt, sealed }: Sealed,
): Uint8Array | undefined =>
  crypto.decrypt(sealed, headOf('answer'), NONCE, keyOf(crypto, 'holdfast/code-answer/1', linkKey, salt, offer));

const textOf = (prefix: string, bytes: Uint8Array): string => {
  const check = crc32(bytes);
  const end = Uint8Array.of(check >>> 24, (check >>> 16) & 255, (check >>> 8) & 255, check & 255);
  return prefix + toBase32(concatBytes(bytes, end));
};

/** Looks like a code, whole or not: so that one field can take an invite link or a code. */
export const isLinkCode = (text: string): boolean => lettersOf(text) !== undefined;

/** Takes it in any case, with spaces, line ends, dashes or brackets in or around it, and without its first word. */
export const parseLinkCode = (text: string): Result<LinkCode, LinkCodeError> => {
  const found = lettersOf(text);
  if (found === undefined) return fail('not-a-code', NOT_A_CODE);
  const bytes = checked(fromBase32(found.letters) ?? new Uint8Array(0));
  if (bytes === undefined) return DAMAGED;
  if ((bytes[0] ?? 0) > VERSION) return fail('newer-version', NEWER);
  const code = bytes[0] === VERSION ? readCode(bytes) : undefined;
  if (code === undefined) return DAMAGED;
  const kind = code.kind === 'answer' ? 'answer' : 'offer';
  return (found.kind ?? kind) === kind ? ok(code) : DAMAGED;
};

/** @returns what the check at the end is right for */
const checked = (all: Uint8Array): Uint8Array | undefined => {
  const bytes = all.subarray(0, Math.max(0, all.length - CHECK_BYTES));
  const check = all.subarray(bytes.length).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length >= 2 && check === crc32(bytes) ? bytes : undefined;
};

const lettersOf = (text: string): { kind: 'offer' | 'answer' | undefined; letters: string } | undefined => {
  if (text.length > MAX_TEXT) return undefined;
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s<>"'()-]/g, '')
    .replace(/[.,]$/, '');
  const [, kind, letters = ''] = /^(?:HOLDFAST(OFFER|ANSWER):)?([0-9A-Z]+)$/.exec(plain) ?? [];
  if (letters === '' || (kind === undefined && letters.length < MIN_LETTERS)) return undefined;
  return { kind: kind === undefined ? undefined : kind === 'OFFER' ? 'offer' : 'answer', letters };
};

const readCode = (bytes: Uint8Array): LinkCode | undefined => {
  const reader = createReader(bytes);
  reader.u8();
  const kind = reader.u8();
  if (kind === KINDS['invite-offer']) {
    const invite = readInvitePart(reader);
    const side = reader.raw(reader.left());
    return invite === undefined || reader.failed() ? undefined : { kind: 'invite-offer', bytes, invite, side };
  }
  const salt = reader.raw(SALT_BYTES);
  const sealed = reader.raw(reader.left());
  if (reader.failed() || sealed.length > MAX_SIDE_BYTES) return undefined;
  if (kind === KINDS.offer) return { kind: 'offer', bytes, salt, sealed };
  return kind === KINDS.answer ? { kind: 'answer', salt, sealed } : undefined;
};

/** What a newcomer was given, an invite link or an offer with an invite in it: who invites where, and nothing is done yet. */
export const previewJoin = (
  crypto: Crypto,
  text: string,
): Result<InvitePreview, ParseInviteError | LinkCodeError | 'no-invite'> => {
  if (!isLinkCode(text)) {
    const parsed = parseInvite(crypto, text);
    return parsed.ok ? ok(previewInvite(crypto, parsed.value)) : parsed;
  }
  const code = parseLinkCode(text);
  if (!code.ok) return code;
  if (code.value.kind === 'invite-offer') return ok(previewInvite(crypto, code.value.invite));
  return fail('no-invite', code.value.kind === 'offer' ? FOR_MEMBERS : ANSWER_INSTEAD);
};

const NOT_A_CODE = `This is not a Holdfast code. A code begins with ${OFFER} or ${ANSWER} — ask for the whole of it.`;
const DAMAGED = fail(
  'damaged' as const,
  'A character of this code is wrong, or a part of it is missing. Copy the whole of it again, or compare it character by character.',
);
const NEWER = 'This code was made by a newer version of Holdfast. Update Holdfast, then try again.';
const FOR_MEMBERS =
  'This code is for people who are members already. To join, ask for a code that invites: it is made under “Invite people”.';
export const ANSWER_INSTEAD =
  'This is an answer. What is needed here is the code that the other person makes first: it begins with HOLDFAST-OFFER:';
