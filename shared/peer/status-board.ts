/** Gathers what works right now and tells it, at most every 100 ms. */
import type { CarrierHealth, CommunityStatus, DiskState, LinkView, OwnAddress, PeerStatus } from '../model/status.ts';
import type { Clock } from '../ports/clock.ts';
import type { CommunityRuntime } from './community-runtime.ts';

export type StatusBoard = {
  status: () => PeerStatus;
  hub: (state: 'up' | 'down') => void;
  host: (state: 'up' | 'down') => void;
  carriers: (carriers: readonly CarrierHealth[]) => void;
  disk: (state: DiskState) => void;
  ownAddress: (state: OwnAddress) => void;
  metNewer: () => void;
  changed: () => void;
  dispose: () => void;
};

const TELL_EVERY_MS = 100;

export const createStatusBoard = (
  clock: Clock,
  sources: { links: () => LinkView[]; runtimes: () => readonly CommunityRuntime[] },
  tell: (status: PeerStatus) => void,
): StatusBoard => {
  let hub: PeerStatus['hub'] = { state: 'connecting', since: clock.now() };
  let host: PeerStatus['host'] = { state: 'up', since: clock.now() };
  let disk: DiskState = 'ok';
  let ownAddress: OwnAddress = 'shown';
  let newer: Pick<PeerStatus, 'newerSince'> = {};
  let carriers: readonly CarrierHealth[] = [];
  let cancel: (() => void) | undefined;

  const status = (): PeerStatus => {
    const links = sources.links();
    const told = { hub, host, disk, ownAddress, ...newer };
    return {
      ...told,
      carriers: [...carriers, ...membersIn(links), ...byCode(links)],
      links,
      communities: sources.runtimes().map((runtime) => statusOf(runtime, links)),
    };
  };
  const changed = (): void => {
    cancel ??= clock.after(TELL_EVERY_MS, () => {
      cancel = undefined;
      tell(status());
    });
  };
  return {
    status,
    hub: (state) => {
      if (hub.state !== state) hub = { state, since: clock.now() };
      changed();
    },
    host: (state) => {
      if (host.state !== state) host = { state, since: clock.now() };
      changed();
    },
    carriers: (list) => {
      carriers = list;
      changed();
    },
    disk: (state) => {
      disk = state;
      changed();
    },
    ownAddress: (state) => {
      ownAddress = state;
      changed();
    },
    metNewer: () => {
      newer = { newerSince: clock.now(), ...newer };
      changed();
    },
    changed,
    dispose: () => cancel?.(),
  };
};

/** Those who are linked carry signalling for each other: a way to others that needs no server. */
const membersIn = (links: readonly LinkView[]): CarrierHealth[] => {
  const open = links.filter((link) => link.state === 'open');
  if (open.length === 0) return [];
  const since = Math.min(...open.map((link) => link.since));
  return [{ kind: 'members', name: '', state: 'up', since, peers: open.length }];
};

/** Not a hub's way to others, but a way: while a link that people made by codes is up. */
const byCode = (links: readonly LinkView[]): CarrierHealth[] => {
  const made = links.filter((link) => link.byCode === true);
  if (made.length === 0) return [];
  const since = Math.min(...made.map((link) => link.since));
  return [{ kind: 'code', name: '', state: 'up', since, peers: made.length }];
};

const statusOf = ({ community, sync }: CommunityRuntime, links: readonly LinkView[]): CommunityStatus => {
  const me = community.identity.member;
  const open = links.filter((link) => link.community === community.id && link.state === 'open');
  const linked = new Set(open.map((link) => link.member).filter((member) => member !== undefined && member !== me));
  const members = community.state()?.activeMembers ?? 0;
  return {
    id: community.id,
    connected: linked.size,
    others: Math.max(0, members - 1),
    missing: sync.missing(),
    frames: sync.frames(),
  };
};
