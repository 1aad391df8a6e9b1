/**
 * What one side of a connection has to tell the other so that it comes up, in as few bytes as it takes. A description
 * (SDP) of a connection with nothing but a data channel says little that is not always the same: name and password of
 * ICE, the certificate's fingerprint, and addresses. All addresses at once: there is nobody to send more of them later.
 *
 * name · password (length-prefixed) · fingerprint 32 · count varuint · addresses: kind u8 · address 4 or 16 · port 2
 * kind: 0 the machine's own, 1 as a STUN server saw it, 2 a relay's; and 4 more with IPv6
 */
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter } from '../base/writer.ts';
import { withRealAddresses } from './candidates.ts';
import { isLoopback, isReachable, readIp, writeIp } from '../base/ip-address.ts';
import { sdpFingerprint } from './sdp-fingerprint.ts';
import type { Candidate } from './webrtc-types.ts';

const TYPES = ['host', 'srflx', 'relay'] as const;

type Address = { type: (typeof TYPES)[number]; ip: Uint8Array; port: number };

export type Side = { name: string; password: string; fingerprint: Uint8Array; addresses: readonly Address[] };

/** Enough for a machine on two networks with both kinds of address; more would only make the code longer. */
export const MAX_ADDRESSES = 10;
const NAME = /^[A-Za-z0-9+/]{4,32}$/;
const PASSWORD = /^[A-Za-z0-9+/]{22,64}$/;
const IPV6 = 4;

/**
 * @param own this machine's addresses, to stand in for `*.local` names
 * @returns undefined if it is not a description of one data channel with an address by which it can be reached
 */
export const sideOf = (sdp: string | undefined, own: readonly string[]): Side | undefined => {
  const lines = (sdp ?? '').split(/\r?\n/);
  const valueOf = (name: string): string =>
    lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3) ?? '';
  const fingerprint = sdpFingerprint(sdp);
  const [name, password] = [valueOf('ice-ufrag'), valueOf('ice-pwd')];
  const addresses = chosen(
    lines
      .filter((line) => line.startsWith('a=candidate:'))
      .flatMap((line) => withRealAddresses(line.slice('a='.length), own))
      .flatMap((line) => addressOf(line) ?? []),
  );
  const isOne = lines.filter((line) => line.startsWith('m=')).length === 1 && valueOf('mid') === '0';
  if (fingerprint === undefined || !isOne || addresses.length === 0) return undefined;
  return NAME.test(name) && PASSWORD.test(password) ? { name, password, fingerprint, addresses } : undefined;
};

/** @param candidate `candidate:foundation component protocol priority address port typ type …` */
const addressOf = (candidate: string): Address | undefined => {
  const [, component, protocol, , address = '', port, , type] = candidate.split(' ');
  const known = TYPES.find((each) => each === type);
  const ip = readIp(address);
  const isUdp = component === '1' && protocol?.toLowerCase() === 'udp';
  if (!isUdp || known === undefined || ip === undefined || !isReachable(ip) || !isPort(Number(port))) return undefined;
  return { type: known, ip, port: Number(port) };
};

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65_536;

/** Each once; what others see of this machine first, then IPv4; itself only where there is nothing else. */
const chosen = (addresses: readonly Address[]): Address[] => {
  const each = [...new Map(addresses.map((address) => [keyOf(address), address])).values()];
  const outside = each.filter(({ ip }) => !isLoopback(ip));
  return (outside.length > 0 ? outside : each).toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, MAX_ADDRESSES);
};

const keyOf = ({ ip, port }: Address): string => `${writeIp(ip)} ${port}`;
const rankOf = ({ type, ip }: Address): number => (type === 'host' ? 2 : 0) + (ip.length === 4 ? 0 : 1);

export const writeSide = ({ name, password, fingerprint, addresses }: Side): Uint8Array => {
  const writer = createWriter().text(name).text(password).raw(fingerprint).varuint(addresses.length);
  for (const { type, ip, port } of addresses) {
    writer.u8(TYPES.indexOf(type) + (ip.length === 4 ? 0 : IPV6)).raw(ip);
    writer.u8(port >> 8).u8(port & 255);
  }
  return writer.done();
};

/** @returns undefined for anything that `writeSide` would not have made: nothing in it can add to a description */
export const readSide = (bytes: Uint8Array): Side | undefined => {
  const reader = createReader(bytes);
  const name = reader.text(32);
  const password = reader.text(64);
  const fingerprint = reader.raw(32);
  const count = reader.varuint();
  if (count < 1 || count > MAX_ADDRESSES || !NAME.test(name) || !PASSWORD.test(password)) return undefined;
  const addresses = Array.from({ length: count }, () => readAddress(reader));
  const known = addresses.filter((address) => address !== undefined);
  if (!reader.finished() || known.length < count) return undefined;
  return { name, password, fingerprint, addresses: known };
};

const readAddress = (reader: Reader): Address | undefined => {
  const kind = reader.u8();
  const ip = reader.raw(kind < IPV6 ? 4 : 16);
  const port = reader.u8() * 256 + reader.u8();
  const type = TYPES[kind < IPV6 ? kind : kind - IPV6];
  return type === undefined || !isReachable(ip) || !isPort(port) ? undefined : { type, ip, port };
};

/**
 * The other side's description, without its addresses. Who answered is the passive one of DTLS: nothing times out there
 * while the answer is on its way to the other, which can be minutes.
 */
export const sdpOf = (side: Side, from: 'who-offered' | 'who-answered'): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${side.name}`,
    `a=ice-pwd:${side.password}`,
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${[...side.fingerprint].map(hexOf).join(':')}`,
    `a=setup:${from === 'who-offered' ? 'active' : 'passive'}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    '',
  ].join('\r\n');

const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();

const PREFERENCES = { host: 126, srflx: 100, relay: 0 } as const;

/** The other side's addresses, as the connection takes them. */
export const candidatesOf = ({ addresses }: Side): Candidate[] =>
  addresses.map(({ type, ip, port }, i) => {
    const priority = PREFERENCES[type] * 2 ** 24 + (65_535 - i) * 256 + 255;
    const related = type === 'host' ? '' : ' raddr 0.0.0.0 rport 0';
    const candidate = `candidate:${i + 1} 1 udp ${priority} ${writeIp(ip)} ${port} typ ${type}${related}`;
    return { candidate, sdpMid: '0', sdpMLineIndex: 0 };
  });
