/**
 * Branded ids. Each is 32 bytes (a hash or a public key) written as base64url, 43 characters.
 * Only the parsers and makers here create one.
 */
import { fromBase64Url, toBase64Url } from './bytes.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type CommunityId = Branded<'CommunityId'>;
export type ChannelId = Branded<'ChannelId'>;
export type DeviceId = Branded<'DeviceId'>;
export type MemberId = Branded<'MemberId'>;
export type RecordId = Branded<'RecordId'>;
export type OpId = Branded<'OpId'>;
/** Names one link for as long as it lives; made by the transport. Not a 32-byte id. */
export type LinkId = Branded<'LinkId'>;

type ByteId = CommunityId | ChannelId | DeviceId | MemberId | RecordId | OpId;

export const ID_BYTES = 32;
export const ZERO_ID = new Uint8Array(ID_BYTES);

const makeId =
  <T extends ByteId>() =>
  (bytes: Uint8Array): T => {
    if (bytes.length !== ID_BYTES) throw new Error(`an id has ${ID_BYTES} bytes, not ${bytes.length}`);
    return toBase64Url(bytes) as T;
  };

const parseId =
  <T extends ByteId>() =>
  (text: unknown): T | undefined =>
    typeof text === 'string' && text.length === 43 && fromBase64Url(text) !== undefined ? (text as T) : undefined;

export const communityId = makeId<CommunityId>();
export const channelId = makeId<ChannelId>();
export const deviceId = makeId<DeviceId>();
export const memberId = makeId<MemberId>();
export const recordId = makeId<RecordId>();
export const opId = makeId<OpId>();
export const linkId = (text: string): LinkId => text as LinkId;

export const parseCommunityId = parseId<CommunityId>();
export const parseDeviceId = parseId<DeviceId>();
export const parseRecordId = parseId<RecordId>();
export const parseChannelId = parseId<ChannelId>();
export const parseMemberId = parseId<MemberId>();

/** The 32 bytes behind an id. */
export const idBytes = (id: ByteId): Uint8Array => {
  const bytes = fromBase64Url(id);
  if (bytes === undefined) throw new Error('not an id');
  return bytes;
};
