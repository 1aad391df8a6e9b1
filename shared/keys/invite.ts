/**
 * Invite links: `holdfast://join#FRAGMENT`, and the same fragment behind any web page's address. The fragment holds
 * the community's id, a 16-byte seed, check digits and hints for people. The link decrypts nothing: it lets one ask.
 *
 * Fragment: base64url of version u8 = 1 · community 32 · seed 16 · history u8 (0 full, 1 from-join) · name · inviter
 * (length-prefixed UTF-8) · addresses (list of length-prefixed texts, two at most) · check 4 (first bytes of a hash of all before it).
 */
import { fromBase64Url, toBase64Url, concatBytes, equalBytes } from '../base/bytes.ts';
import { isHubAddress } from '../base/hub-address.ts';
import { inDomain } from '../base/domain.ts';
import { type CommunityId, communityId, idBytes } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { createWriter, type Writer } from '../base/writer.ts';
import type { Crypto, KeyPair } from '../ports/crypto.ts';
import { communityFingerprint } from './fingerprint.ts';

export type Invite = {
  community: CommunityId;
  seed: Uint8Array;
  /** Hints, not proof: whoever gave the link could have written anything here. */
  name: string;
  inviter: string;
  history: 'full' | 'from-join';
  /** Where the inviter's hub was, `HOST:PORT`; a hint too. */
  addresses: readonly string[];
};

/** What the confirmation screen shows. */
export type InvitePreview = Omit<Invite, 'seed' | 'addresses'> & { fingerprint: string };

export type ParseInviteError = 'not-an-invite' | 'damaged' | 'newer-version';

const SEED_BYTES = 16;
const CHECK_BYTES = 4;
const MAX_LINK_LENGTH = 2048;
const MAX_HINT_BYTES = 256;
const MAX_ADDRESSES = 2;
const PREFIX = 'holdfast://join#';

export const formatInvite = (crypto: Crypto, invite: Invite): string => {
  const addresses = invite.addresses.slice(0, MAX_ADDRESSES);
  const writer = writeInvitePart(createWriter().u8(1), invite).varuint(addresses.length);
  for (const address of addresses) writer.text(address);
  const body = writer.done();
  return PREFIX + toBase64Url(concatBytes(body, check(crypto, body)));
};

/** What links and codes that invite have in common. */
export type InvitePart = Omit<Invite, 'addresses'>;

export const writeInvitePart = (writer: Writer, invite: InvitePart): Writer =>
  writer
    .raw(idBytes(invite.community))
    .raw(invite.seed)
    .u8(invite.history === 'full' ? 0 : 1)
    .text(invite.name)
    .text(invite.inviter);

/** @returns undefined if it is not one; what comes after it is left to read */
export const readInvitePart = (reader: Reader): InvitePart | undefined => {
  const community = reader.raw(32);
  const seed = reader.raw(SEED_BYTES);
  const history = reader.u8();
  const name = reader.text(MAX_HINT_BYTES);
  const inviter = reader.text(MAX_HINT_BYTES);
  if (reader.failed() || history > 1) return undefined;
  return { community: communityId(community), seed, name, inviter, history: history === 0 ? 'full' : 'from-join' };
};

/** Accepts a link with anything around it that people paste along: spaces, angle brackets, a web page's address. */
export const parseInvite = (crypto: Crypto, text: string): Result<Invite, ParseInviteError> => {
  const trimmed = text.trim().replace(/^[<"'(]+|[>"').,]+$/g, '');
  const fragment = /^(?:holdfast:\/\/join\/?|https?:\/\/[^#\s]+)#([A-Za-z0-9_-]+)$/.exec(trimmed)?.[1];
  if (trimmed.length > MAX_LINK_LENGTH || fragment === undefined) {
    return fail(
      'not-an-invite',
      'This is not a Holdfast invite. An invite begins with holdfast://join# — ask for the whole link.',
    );
  }
  const bytes = fromBase64Url(fragment);
  const damaged = fail(
    'damaged' as const,
    'This invite is damaged: a part is missing or changed. Ask for it again and copy the whole link.',
  );
  if (bytes === undefined || bytes.length < CHECK_BYTES + 1) return damaged;
  const body = bytes.subarray(0, bytes.length - CHECK_BYTES);
  if (!equalBytes(check(crypto, body), bytes.subarray(body.length))) return damaged;
  if (body[0] !== 1) {
    return fail(
      'newer-version',
      'This invite was made by a newer version of Holdfast. Update Holdfast, then try again.',
    );
  }
  return readBody(body) ?? damaged;
};

const readBody = (body: Uint8Array): Result<Invite, never> | undefined => {
  const reader = createReader(body);
  reader.u8();
  const invite = readInvitePart(reader);
  // links of before end here
  const count = reader.left() === 0 ? 0 : reader.varuint();
  const addresses = count > MAX_ADDRESSES ? [] : Array.from({ length: count }, () => reader.text(64));
  if (invite === undefined || count > MAX_ADDRESSES || !reader.finished()) return undefined;
  return ok({ ...invite, addresses: addresses.filter(isHubAddress) });
};

export const previewInvite = (crypto: Crypto, invite: InvitePart): InvitePreview => ({
  community: invite.community,
  name: invite.name,
  inviter: invite.inviter,
  history: invite.history,
  fingerprint: communityFingerprint(crypto, invite.community),
});

const check = (crypto: Crypto, body: Uint8Array): Uint8Array =>
  crypto.hash(inDomain('holdfast/invite-check/1', body)).subarray(0, CHECK_BYTES);

/** What follows from an invite's seed, for its holder and for members alike. */
export type InviteKeys = {
  /** Signs the joiner's proof; its public half is in INVITE and names the invite in the handshake. */
  signing: KeyPair;
  linkKey: Uint8Array;
  room: { topic: string; password: string };
};

export const deriveInviteKeys = (crypto: Crypto, community: CommunityId, seed: Uint8Array): InviteKeys => {
  const derive = (domain: Parameters<typeof inDomain>[0]): Uint8Array =>
    crypto.hash(inDomain(domain, idBytes(community)), seed);
  return {
    signing: crypto.signingKeys(derive('holdfast/invite-sign-seed/1')),
    linkKey: derive('holdfast/invite-link-key/1'),
    room: {
      topic: toBase64Url(derive('holdfast/invite-topic/1')),
      password: toBase64Url(derive('holdfast/invite-password/1')),
    },
  };
};
