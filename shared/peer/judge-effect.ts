/** May this be done to that message? Asked in the governance that its author named, which never changes (MS-2 to MS-7). */
import type { ChannelId, DeviceId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { EffectOp } from '../lanes/op-schemas.ts';
import type { Community } from './community.ts';
import { may, mayRead, type Permission, rankOf } from '../model/permissions.ts';

export type EffectRefusal = 'not-allowed' | 'not-the-author' | 'rank-too-low';

/** What each needs besides reading the channel, and whose message it may be about. */
const RULES: Record<EffectOp['kind'], { right?: Permission; about: 'own' | 'below' | 'any' }> = {
  edit: { right: 'post', about: 'own' },
  delete: { about: 'own' },
  react: { right: 'post', about: 'any' },
  pin: { right: 'moderate', about: 'any' },
  hide: { right: 'moderate', about: 'below' },
  purge: { right: 'purge', about: 'below' },
};

type Place = { channel: ChannelId; device: DeviceId };

/** @returns undefined if it counts */
export const refusalIn = (
  community: Pick<Community, 'directs'>,
  known: CommunityState,
  place: Place,
  op: EffectOp,
): EffectRefusal | undefined =>
  community.directs.get(place.channel) === undefined
    ? refusalOf(known, place, op)
    : refusalBetweenTwo(known, place.device, op);

/** Where two talk alone nobody stands above the other: each has their own words, and either pins. */
const refusalBetweenTwo = (known: CommunityState, device: DeviceId, op: EffectOp): EffectRefusal | undefined => {
  const { about } = RULES[op.kind];
  if (about === 'below') return 'not-allowed';
  const isOwn = known.devices.get(device)?.member === known.devices.get(op.target.device)?.member;
  return about === 'own' && !isOwn ? 'not-the-author' : undefined;
};

const refusalOf = (known: CommunityState, { channel, device }: Place, op: EffectOp): EffectRefusal | undefined => {
  const { right, about } = RULES[op.kind];
  const by = known.devices.get(device)?.member;
  const author = known.devices.get(op.target.device)?.member;
  if (by === undefined || author === undefined || !mayRead(known, device, channel)) return 'not-allowed';
  if (about === 'own' && by !== author) return 'not-the-author';
  if (right !== undefined && !may(known, device, right, channel)) return 'not-allowed';
  return about === 'below' && rankOf(known, by) <= rankOf(known, author) ? 'rank-too-low' : undefined;
};
