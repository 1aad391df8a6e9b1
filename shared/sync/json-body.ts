/** The small messages that are JSON of a known shape. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';
import { z } from 'zod';

z.config({ jitless: true });

const MAX_BYTES = 1_024;

export const jsonBody = <Body>(
  schema: z.ZodType<Body>,
): {
  write: (body: Body) => Uint8Array;
  /** @returns undefined if the bytes are too many, no JSON, or of another shape */
  read: (bytes: Uint8Array) => Body | undefined;
} => ({
  write: (body) => encodeUtf8(JSON.stringify(body)),
  read: (bytes) => {
    if (bytes.length > MAX_BYTES) return undefined;
    try {
      return schema.safeParse(JSON.parse(decodeUtf8(bytes))).data;
    } catch {
      return undefined;
    }
  },
});
