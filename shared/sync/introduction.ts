/**
 * Who a device is that the other side may not know: which member, with their root’s word for it. Where two groups were apart,
 * both may have devices that the other has not heard of, and only an earlier key in common; then each would wait for the
 * other to speak first.
 */
import { z } from 'zod';

import type { MemberId } from '../base/ids.ts';
import { bytesOf, id } from '../governance/body-parts.ts';
import { jsonBody } from './json-body.ts';

const schema = z
  .object({
    member: id<MemberId>(),
    sealKey: bytesOf(32),
    certificate: bytesOf(64),
  })
  .strict();

export type Introduction = z.output<typeof schema>;

export const { write: writeIntroduction, read: readIntroduction } = jsonBody<Introduction>(schema);
