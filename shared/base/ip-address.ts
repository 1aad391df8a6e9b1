/** IP addresses as bytes: 4 of IPv4, 16 of IPv6. */

/** @returns undefined for names, zones, and what is no address */
export const readIp = (text: string): Uint8Array | undefined => (text.includes(':') ? readIpv6(text) : readIpv4(text));

const readIpv4 = (text: string): Uint8Array | undefined => {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return Uint8Array.from(parts, Number);
};

const readIpv6 = (text: string): Uint8Array | undefined => {
  const halves = text.split('::');
  const [head = '', tail] = halves;
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  const missing = 8 - first.length - last.length;
  if (halves.length > 2 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...first, ...Array.from({ length: missing }, () => '0'), ...last];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return Uint8Array.from(
    groups.map((group) => Number.parseInt(group, 16)).flatMap((value) => [value >> 8, value & 255]),
  );
};

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

export const writeIp = (bytes: Uint8Array): string =>
  bytes.length === 4
    ? bytes.join('.')
    : Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)).join(
        ':',
      );

/** Of one machine, and not link-local, which nobody else could use without knowing the interface. */
export const isReachable = (bytes: Uint8Array): boolean => {
  const [first = 0, second = 0] = bytes;
  if (bytes.length === 4) return first > 0 && first < 224 && !(first === 169 && second === 254);
  const isMulticast = first === 0xff;
  const isLinkLocal = first === 0xfe && (second & 0xc0) === 0x80;
  return bytes.some((byte) => byte !== 0) && !isMulticast && !isLinkLocal;
};

export const isLoopback = (bytes: Uint8Array): boolean =>
  bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, i) => byte === (i === 15 ? 1 : 0));
