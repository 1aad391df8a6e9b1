/** Requests, answers and events between app and host as bytes: lib0's `any` encoding, which knows byte arrays. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { z } from 'zod';

z.config({ jitless: true });

const requestSchema = z.tuple([z.literal('ask'), z.number().int().min(1), z.string().max(64), z.unknown()]);
const answerSchema = z.tuple([z.literal('answer'), z.number().int().min(1), z.unknown()]);
const refusalSchema = z.tuple([z.literal('refusal'), z.number().int().min(0), z.string(), z.string()]);
const eventSchema = z.tuple([z.literal('event'), z.string().max(64), z.unknown()]);
const messageSchema = z.union([requestSchema, answerSchema, refusalSchema, eventSchema]);

export type HostMessage = z.output<typeof messageSchema>;

export const writeHostMessage = (message: HostMessage): Uint8Array =>
  encoding.encode((encoder) => encoding.writeAny(encoder, message as Parameters<typeof encoding.writeAny>[1]));

/** @returns undefined if the bytes are no message: wrong encoding, wrong shape, too deep to read */
export const readHostMessage = (bytes: Uint8Array): HostMessage | undefined => {
  try {
    const parsed = messageSchema.safeParse(decoding.readAny(decoding.createDecoder(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined; // lib0 throws on bytes that are not its encoding
  }
};
