/** What the journal holds: entries of three kinds, told apart by their first byte. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

import { bytesOf, id as idOf } from '../governance/body-parts.ts';
import { concatBytes, fromBase64Url } from '../base/bytes.ts';
import { LANE_ENTRY } from '../base/lane-entry.ts';
import {
  type CommunityId,
  communityId,
  type DeviceId,
  idBytes,
  type MemberId,
  type OpId,
  parseCommunityId,
} from '../base/ids.ts';
import type { RekeyReason } from './device-api.ts';

z.config({ jitless: true });

/** A fact of this device alone: which communities it is in, or asks to join. */
export type LocalCommunity = {
  community: CommunityId;
  /** What this device's keys in the community are derived with; 32 bytes, base64url. */
  salt: string;
  memberName: string;
  /** The invite it came or comes with; kept so that asking goes on after a restart. */
  invite?: { seed: string; name: string } | undefined;
  /** An epoch's secret, sealed to this device by another of the same person: how it finds the members for the first time. */
  door?: { epoch: OpId; box: string } | undefined;
  /** This device's key there, if it is not its first: how many it has had before, and what they are derived with. */
  key?: DeviceKey | undefined;
  /** The key that it is about to take, and why. */
  next?: NextKey | undefined;
  /** This device, if it gave way to another one of its member that removed it. */
  gaveWay?: DeviceId | undefined;
  /** Those to whom a direct conversation was opened here: listed before anything is said. */
  directs?: MemberId[] | undefined;
};

export type DeviceKey = { number: number; nonce: string };
/** `old` is the device that it was with the key before. */
export type NextKey = DeviceKey & { reason: RekeyReason; old: DeviceId };

export type JournalEntryContent =
  | { kind: 'community'; local: LocalCommunity }
  | { kind: 'operation'; community: CommunityId; bytes: Uint8Array }
  | { kind: 'lane'; community: CommunityId; frame: Uint8Array };

const LOCAL = 1;
const OPERATION = 2;

const deviceKey = z.object({ number: z.number().int().min(1), nonce: bytesOf(32) });
const localSchema = z.object({
  community: z.custom<CommunityId>((value) => parseCommunityId(value) !== undefined),
  salt: z.string().refine((text) => fromBase64Url(text)?.length === 32),
  memberName: z.string(),
  invite: z.object({ seed: z.string(), name: z.string() }).optional(),
  door: z.object({ epoch: idOf<OpId>(), box: z.string() }).optional(),
  key: deviceKey.optional(),
  next: deviceKey.extend({ reason: z.enum(['forked', 'clock-ahead']), old: idOf<DeviceId>() }).optional(),
  gaveWay: idOf<DeviceId>().optional(),
  directs: z.array(idOf<MemberId>()).max(10_000).optional(),
});

export const writeJournalEntry = (content: JournalEntryContent): Uint8Array => {
  switch (content.kind) {
    case 'community':
      return concatBytes(Uint8Array.of(LOCAL), encodeUtf8(JSON.stringify(content.local)));
    case 'operation':
      return concatBytes(Uint8Array.of(OPERATION), idBytes(content.community), content.bytes);
    case 'lane':
      return concatBytes(Uint8Array.of(LANE_ENTRY), idBytes(content.community), content.frame);
  }
};

/** Of those that members give each other. @returns undefined for what is of one device alone, or of a newer version */
export const readSharedEntry = (entry: Uint8Array): Exclude<JournalEntryContent, { kind: 'community' }> | undefined => {
  const kind = entry[0];
  if ((kind !== OPERATION && kind !== LANE_ENTRY) || entry.length < 33) return undefined;
  const community = communityId(entry.slice(1, 33));
  const rest = entry.subarray(33);
  return kind === OPERATION ? { kind: 'operation', community, bytes: rest } : { kind: 'lane', community, frame: rest };
};

/** @returns undefined for a kind of a newer version: it is left alone */
export const readJournalEntry = (entry: Uint8Array): JournalEntryContent | undefined => {
  if (entry[0] === LOCAL) {
    const local = localSchema.safeParse(JSON.parse(decodeUtf8(entry.subarray(1))));
    return local.success ? { kind: 'community', local: local.data } : undefined;
  }
  return readSharedEntry(entry);
};
