import { networkInterfaces } from 'node:os';

/** This machine's addresses on its networks, loopback and link-local left out; 127.0.0.1 only where there is no other. */
export const ownAddresses = (): string[] => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => !each.internal && !each.address.startsWith('fe80:') && !each.address.startsWith('169.254.'))
    .map((each) => each.address);
  return addresses.length > 0 ? addresses : ['127.0.0.1'];
};
