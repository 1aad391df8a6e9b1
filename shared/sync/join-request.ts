/** What a joiner asks a member with: their keys and name, certified by their root and proved by the invite's key. */
import { decodeUtf8, encodeUtf8 } from 'lib0/string';

import type { BodyOf } from '../governance/operation-body.ts';
import { parseOperationBody } from '../governance/operation-body.ts';

/** An ADMIT without what the admitting member adds. */
export type JoinRequest = Omit<BodyOf<'ADMIT'>, 'kind' | 'invite' | 'boxes'>;

const MAX_JOIN_BYTES = 4096;
const NO_INVITE = 'A'.repeat(43);

export const writeJoinRequest = (request: JoinRequest): Uint8Array => encodeUtf8(JSON.stringify(request));

export const readJoinRequest = (bytes: Uint8Array): JoinRequest | undefined => {
  if (bytes.length > MAX_JOIN_BYTES) return undefined;
  try {
    const value: unknown = JSON.parse(decodeUtf8(bytes));
    if (typeof value !== 'object' || value === null) return undefined;
    const body = parseOperationBody('ADMIT', { ...value, invite: NO_INVITE, boxes: [] });
    return body?.kind === 'ADMIT' ? body : undefined;
  } catch {
    return undefined; // not UTF-8 or not JSON: not a request
  }
};
