/** Pieces that the bodies of several kinds of operation are made of. */
import { z } from 'zod';

import { fromBase64Url } from '../base/bytes.ts';
import type { ChannelId, DeviceId, OpId, RecordId } from '../base/ids.ts';
import { isPlainLine } from '../model/plain-line.ts';

z.config({ jitless: true });

export const bytesOf = (length: number) =>
  z.string().refine((text) => fromBase64Url(text)?.length === length, `${length} bytes as base64url`);

export const id = <T extends string>() =>
  z.custom<T>((value) => typeof value === 'string' && fromBase64Url(value)?.length === 32);

/** Names of communities, channels, roles and members: 1 to 64 characters, no space around. */
export const nameSchema = z.string().min(1).max(64).refine(isPlainLine, 'a name without control characters');

/** Like names, except that lines may end. */
const NOT_IN_NOTES = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const MAX_LINES_OF_A_NOTE = 10;

/** A few lines for everybody, no space around. Empty where there is nothing to say any more. */
export const noteSchema = z
  .string()
  .max(500)
  .refine(
    (text) => text.trim() === text && !NOT_IN_NOTES.test(text) && text.split('\n').length <= MAX_LINES_OF_A_NOTE,
    'a note of a few lines, without other control characters',
  );

/** An epoch's secret, sealed to a device. */
const box = bytesOf(32 + 48);

/** Which epoch's secret is in the box, where it is clear for whom. */
export const epochBox = z.object({ epoch: id<OpId>(), box }).strict();

/** The secret of an epoch, encrypted under the key of a newer one: 32 bytes and the cipher's tag. */
export const wrappedEpoch = z.object({ epoch: id<OpId>(), nonce: bytesOf(24), secret: bytesOf(32 + 16) }).strict();

export const MAX_BOXES = 150;
export const deviceBox = z.object({ device: id<DeviceId>(), box }).strict();

export const rotation = z
  .object({
    secretHash: bytesOf(32),
    /** Hash of the devices that get the secret: must be exactly those that are members now. */
    recipientsHash: bytesOf(32),
    /** For as many as fit into an operation; the boxes of the others follow in EPOCH_BOXES. */
    boxes: z.array(deviceBox).max(MAX_BOXES),
    wrapped: z.array(wrappedEpoch).max(64).optional(),
  })
  .strict();

/**
 * What a removal says of one device: the last of its operations that the author had accepted, and for each channel the
 * last record. What lies beyond is void, whenever it arrives; a channel that is not listed had none.
 */
export const removedDevice = z
  .object({
    device: id<DeviceId>(),
    last: id<OpId>().optional(),
    lanes: z
      .array(z.object({ channel: id<ChannelId>(), seq: z.number().int().min(0), id: id<RecordId>() }).strict())
      .max(256),
  })
  .strict();

export type RemovedDevice = z.output<typeof removedDevice>;
export type Rotation = z.output<typeof rotation>;

/** 48 bits, as in the clocks of records: every such time can be shown. */
export const MAX_TIME = 2 ** 48 - 1;
export const timeSchema = z.number().int().min(0).max(MAX_TIME);
