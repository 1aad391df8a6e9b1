/** What each kind of operation says, as schemas. Bytes are base64url in JSON. */
import { z } from 'zod';

import { fromBase64Url } from '../base/bytes.ts';
import type { DeviceId, MemberId, OpId } from '../base/ids.ts';

z.config({ jitless: true });

const bytesOf = (length: number) =>
  z.string().refine((text) => fromBase64Url(text)?.length === length, `${length} bytes as base64url`);
const id = <T extends string>() =>
  z.custom<T>((value) => typeof value === 'string' && fromBase64Url(value)?.length === 32);

/** Names of communities, channels and members: 1 to 64 characters, no control characters, no surrounding space. */
export const nameSchema = z
  .string()
  .min(1)
  .max(64)
  .refine((name) => name.trim() === name && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name), 'a name without control characters');

const sealedBox = z.object({ device: id<DeviceId>(), box: bytesOf(32 + 48) }).strict();

const bodies = {
  CREATE: z
    .object({
      name: nameSchema,
      nonce: bytesOf(32),
      member: id<MemberId>(),
      memberName: nameSchema,
      sealKey: bytesOf(32),
      certificate: bytesOf(64),
    })
    .strict(),
  /** A new epoch: the hash of its secret, and the secret sealed to each device that may have it. */
  ROTATE: z.object({ secretHash: bytesOf(32), boxes: z.array(sealedBox).max(200) }).strict(),
  CHANNEL_CREATE: z.object({ name: nameSchema, topic: z.string().max(256) }).strict(),
  /** An invite's public key; its seed sealed under an epoch's key, so that every member can answer its room. */
  INVITE: z
    .object({ inviteKey: bytesOf(32), epoch: id<OpId>(), nonce: bytesOf(24), sealedSeed: bytesOf(16 + 16) })
    .strict(),
  ADMIT: z
    .object({
      invite: id<OpId>(),
      device: id<DeviceId>(),
      sealKey: bytesOf(32),
      member: id<MemberId>(),
      memberName: nameSchema,
      certificate: bytesOf(64),
      /** The joiner's own proof, by the invite's key: nobody can be admitted who did not ask. */
      proof: bytesOf(64),
      boxes: z.array(z.object({ epoch: id<OpId>(), box: bytesOf(32 + 48) }).strict()).max(64),
    })
    .strict(),
} as const;

type Kind = keyof typeof bodies;
export type OperationBody = { [K in Kind]: { kind: K } & z.output<(typeof bodies)[K]> }[Kind];
export type BodyOf<K extends Kind> = Extract<OperationBody, { kind: K }>;

const isKind = (kind: string): kind is Kind => Object.hasOwn(bodies, kind);

/** @returns undefined if a known kind does not fit its schema */
export const parseOperationBody = (
  kind: string,
  value: unknown,
): OperationBody | { kind: 'unknown'; name: string } | undefined => {
  if (!isKind(kind)) return { kind: 'unknown', name: kind };
  const parsed = bodies[kind].safeParse(value);
  return parsed.success ? ({ kind, ...parsed.data } as OperationBody) : undefined;
};
