/** What the core may say about the network, for tests. */
import { linkId } from '../../../shared/base/ids.ts';
import type { CarrierHealth, CommunityStatus, LinkView, PeerStatus } from '../../../shared/model/status.ts';
import { KELP, type Person } from './page-cast.ts';

export const carrier = (
  kind: CarrierHealth['kind'],
  state: CarrierHealth['state'],
  change: Partial<CarrierHealth> = {},
): CarrierHealth => ({ kind, state, name: `${kind}.example:4444`, since: 1_000, peers: 0, ...change });

/** A link of Kelp to a device of somebody. */
export const linkTo = (who: Person, change: Partial<LinkView> = {}): LinkView => ({
  id: linkId(`link to ${who.name}`),
  community: KELP,
  device: who.device,
  member: who.member,
  state: 'open',
  route: 'direct',
  since: 1_000,
  roundTripMs: undefined,
  ...change,
});

export const kelpCounts = (change: Partial<CommunityStatus> = {}): CommunityStatus => ({
  id: KELP,
  connected: 0,
  others: 2,
  missing: 0,
  frames: { sent: 0, received: 0, fresh: 0 },
  ...change,
});

/** All is well, and nobody is there. */
export const statusOf = (change: Partial<PeerStatus> = {}): PeerStatus => ({
  hub: { state: 'up', since: 1_000 },
  host: { state: 'up', since: 1_000 },
  disk: 'ok',
  ownAddress: 'shown',
  carriers: [carrier('server', 'up')],
  links: [],
  communities: [kelpCounts()],
  ...change,
});
