/** The kinds of op that a record may hold, each with a strict schema. */
import { z } from 'zod';

import { type DeviceId, parseDeviceId, parseRecordId, type RecordId } from '../base/ids.ts';

z.config({ jitless: true });

export const MAX_TEXT_LENGTH = 8_000;
export const MAX_REASON_LENGTH = 300;
/** In UTF-16 units: the longest emoji sequences have about 20. */
const MAX_EMOJI_LENGTH = 32;
/** Of one message: a record has room for about 300. */
export const MAX_DROPPED_RECORDS = 200;
export const MAX_OPS = 64;

const device = z.custom<DeviceId>((value) => parseDeviceId(value) !== undefined);
const record = z.custom<RecordId>((value) => parseRecordId(value) !== undefined);
const seq = z.number().int().min(0);

const message = {
  record,
  op: z
    .number()
    .int()
    .min(0)
    .max(MAX_OPS - 1),
  at: z.string().regex(/^[0-9a-f]{16}$/),
};
/** A message: the id of its record, the op's index in it, and its clock in 16 hex digits: enough to look it up. */
const ref = z.strictObject(message);
/** With its author's device and the record's number: enough to act on it before it is here. */
const target = z.strictObject({ ...message, device, seq });
const text = z.string().min(1).max(MAX_TEXT_LENGTH);
const records = z.array(z.strictObject({ device, seq })).max(MAX_DROPPED_RECORDS);
const reason = z.string().min(1).max(MAX_REASON_LENGTH).optional();
const emoji = z
  .string()
  .min(1)
  .max(MAX_EMOJI_LENGTH)
  .refine((value) => /^[^\p{L}\p{Cc}\p{Zs}\p{Zl}\p{Zp}\p{Cs}]+$/u.test(value), 'an emoji');

export const opSchemas = {
  post: z.strictObject({ kind: z.literal('post'), text, replyTo: ref.optional(), thread: ref.optional() }),
  edit: z.strictObject({ kind: z.literal('edit'), target, text }),
  delete: z.strictObject({ kind: z.literal('delete'), target, records, thread: ref.optional() }),
  purge: z.strictObject({ kind: z.literal('purge'), target, records, thread: ref.optional(), reason }),
  react: z.strictObject({ kind: z.literal('react'), target, emoji, on: z.boolean() }),
  hide: z.strictObject({ kind: z.literal('hide'), target, on: z.boolean(), reason }),
  pin: z.strictObject({ kind: z.literal('pin'), target, on: z.boolean() }),
} as const;

type Kind = keyof typeof opSchemas;
export type OpRef = z.output<typeof ref>;
export type OpTarget = z.output<typeof target>;
/** An op of a known kind. */
export type KnownOp = { [K in Kind]: z.output<(typeof opSchemas)[K]> }[Kind];
/** An op that does something to a message. */
export type EffectOp = Exclude<KnownOp, { kind: 'post' }>;

export const isKnownKind = (kind: string): kind is Kind => Object.hasOwn(opSchemas, kind);
