import { networkInterfaces } from 'node:os';

export type LanInterface = { address: string; broadcast: string };

/** IPv4 interfaces of this machine that others may be on; a cable between two laptops (169.254…) too. */
export const lanInterfaces = (): LanInterface[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => each.family === 'IPv4' && !each.internal)
    .map(({ address, netmask }) => ({ address, broadcast: broadcastOf(address, netmask) }));

export const broadcastOf = (address: string, netmask: string): string => {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, i) => Number(part) | (~(mask[i] ?? 255) & 255))
    .join('.');
};
