/** What works right now. Told by the core (links), the mesh (signalling) and the host (carriers). */
import type { ChannelId, CommunityId, DeviceId, LinkId, MemberId, RecordId } from '../base/ids.ts';

/**
 * How hubs reach each other. `server` is an address given by the user or configured, `remembered` all that members said of
 * where their hubs are.
 */
export type CarrierKind = 'server' | 'incoming' | 'lan' | 'remembered' | 'members' | 'code';

export type CarrierHealth = {
  kind: CarrierKind;
  /** For people: host and port, never a credential; empty where there is no one place. */
  name: string;
  state: 'connecting' | 'up' | 'down';
  /** Milliseconds since the Unix epoch. */
  since: number;
  /** How many hubs it reaches now; for `incoming`: how many are connected. */
  peers: number;
};

export type Route = 'unknown' | 'loopback' | 'local-network' | 'direct' | 'relay';

export type LinkView = {
  id: LinkId;
  community: CommunityId;
  device: DeviceId | undefined;
  member: MemberId | undefined;
  state: 'handshake' | 'joiner' | 'open';
  route: Route;
  since: number;
  /** Milliseconds there and back, as last measured. */
  roundTripMs: number | undefined;
  /** How far the clock there is ahead of this device's, in milliseconds, as told last; below 0 it is behind. */
  clockAheadMs?: number;
  /** Made by two codes that people passed each other. */
  byCode?: boolean;
};

export type LaneView = { channel: ChannelId; segment: number; device: DeviceId; count: number; head: RecordId };

export type CommunityStatus = {
  id: CommunityId;
  /** Members other than this one with an open link, and all other members. */
  connected: number;
  others: number;
  /** Records known to exist on a neighbour that are not here yet. */
  missing: number;
  /**
   * Frames of records since the start: sent, received, and of those the ones that brought something new. All that were sent
   * by everybody for each that brought something is what a delivery costs; 1 would be ideal.
   */
  frames: { sent: number; received: number; fresh: number };
};

/**
 * Whether members see this machine's address. `hidden`: connections go through relays. `cut-off`: it is hidden, and there is
 * no relay, so that no connection can be made.
 */
export type OwnAddress = 'shown' | 'hidden' | 'cut-off';

/** Room on the profile's disk. `low`: nothing large is taken on. `full`: nothing is written any more, only read. */
export type DiskState = 'ok' | 'low' | 'full';

export type PeerStatus = {
  /** Signalling between this app and its own host's hub. */
  hub: { state: 'connecting' | 'up' | 'down'; since: number };
  /** The host itself: storage and secrets. When it is gone nothing can be saved. */
  host: { state: 'up' | 'down'; since: number };
  disk: DiskState;
  ownAddress: OwnAddress;
  /** When somebody was met first, in this run, who speaks a newer version of the protocol: links to them fail. */
  newerSince?: number;
  carriers: readonly CarrierHealth[];
  links: readonly LinkView[];
  communities: readonly CommunityStatus[];
};
