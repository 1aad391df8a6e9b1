/** Where a hub can be reached: `192.0.2.7:27600` or `[2001:db8::7]:27600`. */
const MAX_CHARACTERS = 64;
/** Below are the ports of other services, which nobody else's word should make us call. */
const FIRST_PORT = 1024;

export const MAX_HUB_ADDRESSES = 8;

/** @returns false also for addresses that lead back to this machine, or to many */
export const isHubAddress = (text: string): boolean => {
  if (text.length > MAX_CHARACTERS) return false;
  const [, v4, v6, port] = /^(?:(\d{1,3}(?:\.\d{1,3}){3})|\[([0-9a-f:]{2,39})\]):(\d{1,5})$/.exec(text) ?? [];
  const isPort = Number(port) >= FIRST_PORT && Number(port) <= 65_535;
  if (v4 !== undefined) return isPort && isOneMachine(v4.split('.').map(Number));
  return isPort && v6 !== undefined && /^[23f]/.test(v6) && !v6.startsWith('ff');
};

const isOneMachine = ([a = 0, ...rest]: readonly number[]): boolean =>
  a > 0 && a < 224 && a !== 127 && rest.every((part) => part <= 255);

export const hubAddress = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
