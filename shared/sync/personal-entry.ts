/** What a person has read and chosen, as one device of theirs tells another: JSON, without the community of the link. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

import type { ChannelId, CommunityId } from '../base/ids.ts';
import { id } from '../governance/body-parts.ts';
import { LEVELS, MAX_DONE, type PersonalEntry } from '../model/personal.ts';

z.config({ jitless: true });

/** A hundred sort keys are some 8 KB. */
export const MAX_ENTRY_BYTES = 16_384;
const sortKey = z.string().max(128);
const time = z.int().min(0);
const channel = id<ChannelId>().optional();

const schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('read'), channel, upTo: sortKey, round: z.int().min(0) }).strict(),
  z.object({ kind: z.literal('since'), channel, at: time }).strict(),
  z.object({ kind: z.literal('level'), channel, level: z.enum(LEVELS).optional(), at: time }).strict(),
  z.object({ kind: z.literal('mute'), channel, until: time, at: time }).strict(),
  z.object({ kind: z.literal('done'), channel, keys: z.array(sortKey).max(MAX_DONE) }).strict(),
]);

export const writePersonalEntry = ({ community: _, ...entry }: PersonalEntry): Uint8Array =>
  encodeUtf8(JSON.stringify(entry));

/** @returns undefined for what is no entry, or one of a kind that is not known here */
export const readPersonalEntry = (bytes: Uint8Array, community: CommunityId): PersonalEntry | undefined => {
  try {
    const entry = schema.safeParse(JSON.parse(decodeUtf8(bytes))).data;
    return entry && ({ ...entry, community } as PersonalEntry);
  } catch {
    return undefined; // not UTF-8 or not JSON
  }
};
