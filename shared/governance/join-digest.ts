import { encodeUtf8 } from 'lib0/string';

import { inDomain } from '../base/domain.ts';
import { type CommunityId, type DeviceId, idBytes, type MemberId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { bytes } from './effects.ts';

/** What a joiner signs with the invite's key: who asks, with which keys and under which name. */
export const joinDigest = (
  crypto: Crypto,
  join: { community: CommunityId; device: DeviceId; member: MemberId; sealKey: string; memberName: string },
): Uint8Array =>
  crypto.hash(
    inDomain(
      'holdfast/join/1',
      idBytes(join.community),
      idBytes(join.device),
      idBytes(join.member),
      bytes(join.sealKey),
      encodeUtf8(join.memberName),
    ),
  );
