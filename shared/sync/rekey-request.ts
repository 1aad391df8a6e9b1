/** What a device says to get a new key: the new key and its sealing key, certified by its member's root. */
import { z } from 'zod';

import { type DeviceId, parseDeviceId } from '../base/ids.ts';
import { bytesOf } from '../governance/body-parts.ts';
import { jsonBody } from './json-body.ts';

const schema = z
  .object({
    device: z.custom<DeviceId>((value) => parseDeviceId(value) !== undefined),
    sealKey: bytesOf(32),
    certificate: bytesOf(64),
  })
  .strict();

export type RekeyRequest = z.output<typeof schema>;

export const { write: writeRekeyRequest, read: readRekeyRequest } = jsonBody<RekeyRequest>(schema);
