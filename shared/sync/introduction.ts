/**
 * Who a device is that the other side may not know: which member, with their root’s word for it. Where two groups were apart,
 * both may have devices that the other has not heard of, and only an earlier key in common; then each would wait for the
 * other to speak first.
 */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

import type { MemberId } from '../base/ids.ts';
import { bytesOf, id } from '../governance/body-parts.ts';

z.config({ jitless: true });

const schema = z
  .object({
    member: id<MemberId>(),
    sealKey: bytesOf(32),
    certificate: bytesOf(64),
  })
  .strict();

export type Introduction = z.output<typeof schema>;

const MAX_BYTES = 1_024;

export const writeIntroduction = (introduction: Introduction): Uint8Array => encodeUtf8(JSON.stringify(introduction));

export const readIntroduction = (bytes: Uint8Array): Introduction | undefined => {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    const parsed = schema.safeParse(JSON.parse(decodeUtf8(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};
