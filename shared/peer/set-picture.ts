/** The own picture: kept here first, then named in governance. */
import type { CommunityId } from '../base/ids.ts';
import { fail, ok } from '../base/result.ts';
import { NO_PICTURE } from '../governance/member-picture.ts';
import { isMemberPicture } from '../model/member-picture.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import { govern } from './govern.ts';
import type { PeerApi } from './peer-api.ts';

export const createSetPicture = (
  ports: Parameters<typeof govern>[0],
  runtimes: ReadonlyMap<CommunityId, CommunityRuntime>,
): Pick<PeerApi, 'setPicture'> => ({
  setPicture: async ({ community, picture }) => {
    const runtime = runtimes.get(community);
    if (runtime === undefined) return fail('no-such-community', 'This community is not here.');
    if (picture !== undefined && !isMemberPicture(picture)) return fail('bad-picture', BAD_PICTURE);
    const name = (avatar: string) => govern(ports, runtime, { kind: 'set-profile', avatar });
    const named = await (picture === undefined ? name(NO_PICTURE) : runtime.pictures.putOwn(picture, name));
    return named.ok ? ok(undefined) : named;
  },
});

const BAD_PICTURE = 'A picture has to be a PNG, JPEG or WebP of at most 16 KB and 256 × 256 pixels that does not move.';
