/** What a device says to get a new key: the new key and its sealing key, certified by its member's root. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

import { type DeviceId, parseDeviceId } from '../base/ids.ts';
import { bytesOf } from '../governance/body-parts.ts';

z.config({ jitless: true });

const schema = z
  .object({
    device: z.custom<DeviceId>((value) => parseDeviceId(value) !== undefined),
    sealKey: bytesOf(32),
    certificate: bytesOf(64),
  })
  .strict();

export type RekeyRequest = z.output<typeof schema>;

const MAX_BYTES = 1_024;

export const writeRekeyRequest = (request: RekeyRequest): Uint8Array => encodeUtf8(JSON.stringify(request));

export const readRekeyRequest = (bytes: Uint8Array): RekeyRequest | undefined => {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    const parsed = schema.safeParse(JSON.parse(decodeUtf8(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
};
