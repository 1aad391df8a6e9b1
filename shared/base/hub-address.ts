/** Where a hub can be reached: `192.0.2.7:27600` or `[2001:db8::7]:27600`. */
import { isLoopback, isReachable, readIp } from './ip-address.ts';

const MAX_CHARACTERS = 64;
/** Below are the ports of other services, which nobody else's word should make us call. */
const FIRST_PORT = 1024;

export const MAX_HUB_ADDRESSES = 8;

/** @returns false also for addresses that lead back to this machine, or to many, or nowhere without more being said */
export const isHubAddress = (text: string): boolean => {
  const [, v4, v6, port] = /^(?:([\d.]+)|\[([\da-f:]+)\]):(\d{1,5})$/.exec(text) ?? [];
  const ip = readIp(v4 ?? v6 ?? '');
  if (text.length > MAX_CHARACTERS || ip === undefined || !isReachable(ip) || isLoopback(ip)) return false;
  return Number(port) >= FIRST_PORT && Number(port) <= 65_535;
};

export const hubAddress = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
