import { networkInterfaces } from 'node:os';

/** Asking the system costs more than most that is done with the answer. */
const KNOWN_FOR_MS = 1_000;
let known: { at: number; addresses: string[] } | undefined;

/** This machine's addresses on its networks, loopback and link-local left out; 127.0.0.1 only where there is no other. */
export const ownAddresses = (): string[] => {
  const now = performance.now();
  if (known === undefined || now - known.at > KNOWN_FOR_MS) known = { at: now, addresses: readAddresses() };
  return known.addresses;
};

const readAddresses = (): string[] => {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((each) => !each.internal && !each.address.startsWith('fe80:') && !each.address.startsWith('169.254.'))
    .map((each) => each.address);
  return addresses.length > 0 ? addresses : ['127.0.0.1'];
};
