/** What the network view shows: every member's device, what works now and what does not, and redacted diagnostics. */
import type { DeviceId } from '../../shared/base/ids.ts';
import type { LinkView, PeerStatus } from '../../shared/model/status.ts';
import type { CommunityView, MemberView } from '../../shared/model/views.ts';
import { canMeet, openLinks, serversDownSince } from './network-line.ts';
import type { ShellInfo } from './services.ts';

export type DeviceRow = { member: MemberView; device: DeviceId; mine: boolean; link: LinkView | undefined };

/** One row a device: connected ones first, this device last. */
export const deviceRows = (
  status: PeerStatus | undefined,
  community: CommunityView,
  members: readonly MemberView[],
): DeviceRow[] => {
  const links = new Map<DeviceId, LinkView>();
  for (const link of status?.links ?? []) {
    if (link.community !== community.id || link.device === undefined) continue;
    if (links.get(link.device)?.state !== 'open') links.set(link.device, link);
  }
  const rows = members.flatMap((member) =>
    member.devices.map((device) => ({
      member,
      device,
      mine: device === community.device,
      link: links.get(device),
    })),
  );
  return rows.toSorted((a, b) => rank(a) - rank(b) || a.member.name.localeCompare(b.member.name));
};

const rank = (row: DeviceRow): number => {
  if (row.mine) return 2;
  return row.link?.state === 'open' ? 0 : 1;
};

export type Fact =
  | 'reading'
  | 'saving'
  | 'no-saving'
  | 'talking'
  | 'nobody-linked'
  | 'finding'
  | 'finding-some'
  | 'no-finding'
  | 'servers-down'
  | 'later'
  | 'hidden'
  | 'cut-off'
  | 'newer-met';

/** In plain words by the strings table: what works now, what does not. */
export const whatWorks = (
  status: PeerStatus | undefined,
  community: CommunityView | undefined,
): { works: Fact[]; fails: Fact[] } => {
  const works: Fact[] = ['reading'];
  const fails: Fact[] = [];
  if (status === undefined) return { works, fails };
  const hostUp = canSave(status);
  if (hostUp) works.push('saving');
  else fails.push('no-saving');
  if (community !== undefined) {
    if (openLinks(status, community.id).length > 0) works.push('talking');
    else fails.push('nobody-linked');
  }
  if (status.ownAddress === 'hidden') works.push('hidden');
  fails.push(...whoIsNotReached(status));
  const serversDown = serversDownSince(status.carriers) !== undefined;
  if (serversDown) fails.push('servers-down');
  if (canMeet(status)) works.push(serversDown ? 'finding-some' : 'finding');
  else fails.push('no-finding');
  if (hostUp && fails.includes('nobody-linked')) works.push('later');
  return { works, fails };
};

const whoIsNotReached = ({ ownAddress, newerSince }: PeerStatus): Fact[] => [
  ...(ownAddress === 'cut-off' ? ['cut-off' as const] : []),
  ...(newerSince === undefined ? [] : ['newer-met' as const]),
];

const canSave = ({ host, disk }: PeerStatus): boolean => host.state === 'up' && disk !== 'full';

/** Text for a bug report: states, kinds and ages; no names, addresses, ids or content. */
export const diagnostics = (status: PeerStatus | undefined, shell: ShellInfo, now: number): string => {
  const age = (since: number): string => `${Math.max(0, Math.round((now - since) / 1000))} s`;
  const lines = [`Holdfast ${shell.version} · ${shell.shell} · ${shell.platform}`];
  if (status === undefined) return [...lines, 'No status yet'].join('\n');
  lines.push(`Own address: ${status.ownAddress}`);
  lines.push(`Disk: ${status.disk}`);
  lines.push(`Host: ${status.host.state} for ${age(status.host.since)}`);
  lines.push(`Hub: ${status.hub.state} for ${age(status.hub.since)}`);
  status.carriers.forEach((carrier, index) => {
    lines.push(
      `Carrier ${index + 1}: ${carrier.kind}, ${carrier.state} for ${age(carrier.since)}, ${carrier.peers} peers`,
    );
  });
  status.links.forEach((link, index) => {
    lines.push(`Link ${index + 1}: ${link.state}, ${link.route}, for ${age(link.since)}`);
  });
  status.communities.forEach((community, index) => {
    const { connected, others, missing } = community;
    lines.push(`Community ${index + 1}: ${connected} of ${others} connected, ${missing} messages missing`);
  });
  return lines.join('\n');
};
