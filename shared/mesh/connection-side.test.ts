import fc from 'fast-check';
import { expect, test } from 'vitest';

import { writeIp } from '../base/ip-address.ts';
import { sdpFingerprint } from './sdp-fingerprint.ts';
import { candidatesOf, MAX_ADDRESSES, readSide, type Side, sdpOf, sideOf, writeSide } from './connection-side.ts';

const lines = (...text: string[]): string => [...text, ''].join('\r\n');

/** As Chromium 141 wrote it, after all candidates were there. */
const CHROMIUM = lines(
  'v=0',
  'o=- 111773861114422501 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=extmap-allow-mixed',
  'a=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=candidate:1921695109 1 udp 2113937151 8fd107f4-730d-4c0d-a24d-be5519807f49.local 43854 typ host generation 0 network-cost 999',
  'a=candidate:1830950017 1 udp 2113942271 9c17fff3-01fe-47e6-86e5-81bff185ec89.local 36904 typ host generation 0 network-cost 999',
  'a=candidate:842163049 1 udp 1677729535 203.0.113.9 43854 typ srflx raddr 0.0.0.0 rport 0 generation 0',
  'a=candidate:3215141415 1 tcp 1518157055 192.0.2.2 9 typ host tcptype active generation 0',
  'a=ice-ufrag:vFf4',
  'a=ice-pwd:cg1O6+ZVPdPyTe3Ls+1Q+Fo8',
  'a=ice-options:trickle',
  'a=fingerprint:sha-256 18:B2:F3:50:0F:B6:EA:CE:1F:C1:C8:74:00:A1:40:A3:D8:FB:B4:5D:B6:21:85:DD:AD:17:96:78:14:A4:BC:AB',
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
);

/** As libdatachannel wrote it. */
const LIBDATACHANNEL = lines(
  'v=0',
  'o=rtc 1035981458 0 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=msid-semantic:WMS *',
  'a=ice-options:ice2,trickle',
  'a=fingerprint:sha-256 23:E4:2F:AD:FB:79:2A:23:D7:82:B2:89:F7:A5:70:46:71:8B:1D:9C:DF:44:53:D5:DA:24:12:3B:CC:09:07:BA',
  'm=application 47273 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 192.0.2.2',
  'a=mid:0',
  'a=sendrecv',
  'a=sctp-port:5000',
  'a=max-message-size:262144',
  'a=setup:actpass',
  'a=ice-ufrag:JmOn',
  'a=ice-pwd:JgkfsZXtuFWXTxtaaEAvz5',
  'a=candidate:2 1 UDP 2116026111 fd00::2 47273 typ host',
  'a=candidate:1 1 UDP 2114977791 192.0.2.2 47273 typ host',
  'a=end-of-candidates',
);

const OWN = ['192.0.2.7', '2001:db8::7'];

const sideIn = (sdp: string, own: readonly string[] = OWN): Side => {
  const side = sideOf(sdp, own);
  if (side === undefined) throw new Error('no side');
  return side;
};
/** A description as it is once all is known. */
const whole = (side: Side): string =>
  `${sdpOf(side, 'who-offered')}${candidatesOf(side)
    .map(({ candidate }) => `a=${candidate}\r\n`)
    .join('')}`;
const placesOf = ({ addresses }: Side): string[] =>
  addresses.map(({ type, ip, port }) => `${type} ${writeIp(ip)} ${port}`);

test('[CD-2] of what Chromium says the needed is kept: this machine’s addresses for hidden names, each once, without TCP', () => {
  const side = sideIn(CHROMIUM);
  expect(side).toMatchObject({ name: 'vFf4', password: 'cg1O6+ZVPdPyTe3Ls+1Q+Fo8' });
  expect(side.fingerprint).toEqual(sdpFingerprint(CHROMIUM));
  expect(placesOf(side)).toEqual([
    'srflx 203.0.113.9 43854',
    'host 192.0.2.7 43854',
    'host 192.0.2.7 36904',
    'host 2001:db8:0:0:0:0:0:7 43854',
    'host 2001:db8:0:0:0:0:0:7 36904',
  ]);
});

test('[CD-2] what libdatachannel says is kept likewise', () => {
  expect(placesOf(sideIn(LIBDATACHANNEL))).toEqual(['host 192.0.2.2 47273', 'host fd00:0:0:0:0:0:0:2 47273']);
});

test('[CD-2] itself a machine names only where there is nothing else, and link-local addresses never', () => {
  const alone = LIBDATACHANNEL.replaceAll('fd00::2', 'fe80::2').replaceAll('192.0.2.2 47273', '127.0.0.1 47273');
  expect(placesOf(sideIn(alone))).toEqual(['host 127.0.0.1 47273']);
  expect(placesOf(sideIn(LIBDATACHANNEL.replaceAll('fd00::2', '127.0.0.1')))).toEqual(['host 192.0.2.2 47273']);
  expect(sideOf(alone.replaceAll('127.0.0.1 47273', '0.0.0.0 9'), [])).toBeUndefined();
});

test('[CD-2] of many addresses the first ten go along, those that others see first', () => {
  const many = Array.from({ length: 9 }, (_, i) => `198.51.100.${i + 1}`);
  const places = placesOf(sideIn(CHROMIUM, many));
  expect(places).toHaveLength(MAX_ADDRESSES);
  expect(places[0]).toBe('srflx 203.0.113.9 43854');
});

test('[CD-2] in bytes and back nothing is lost, and the description made of it says the same again', () => {
  for (const sdp of [CHROMIUM, LIBDATACHANNEL]) {
    const side = sideIn(sdp);
    expect(readSide(writeSide(side))).toEqual(side);
    const made = whole(side);
    expect(sideOf(made, [])).toEqual(side);
    expect(sdpFingerprint(made)).toEqual(sdpFingerprint(sdp));
  }
});

test('[CD-6] who answered is passive, so that no handshake runs out while the answer is on its way', () => {
  expect(sdpOf(sideIn(CHROMIUM), 'who-offered')).toContain('a=setup:active\r\n');
  expect(sdpOf(sideIn(CHROMIUM), 'who-answered')).toContain('a=setup:passive\r\n');
});

test('[CD-2] what is no description of one data channel, or has two certificates, gives nothing', () => {
  const second = LIBDATACHANNEL.replace('a=mid:0', `a=fingerprint:sha-256 ${'00:'.repeat(31)}00\r\na=mid:0`);
  for (const sdp of [
    undefined,
    '',
    'v=0',
    second,
    LIBDATACHANNEL.replace('a=ice-pwd', 'a=pwd'),
    LIBDATACHANNEL.replace('a=mid:0', 'a=mid:video'),
    `${LIBDATACHANNEL}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n`,
    LIBDATACHANNEL.replaceAll('UDP 211', 'TCP 211'),
  ])
    expect(sideOf(sdp, OWN)).toBeUndefined();
});

test('[CD-2] a truncated side, or one with anything behind it, is none', () => {
  const bytes = writeSide(sideIn(CHROMIUM));
  for (let length = 0; length < bytes.length; length += 1) expect(readSide(bytes.slice(0, length))).toBeUndefined();
  expect(readSide(Uint8Array.of(...bytes, 0))).toBeUndefined();
});

test('[CD-2] hostile bytes never throw, and what is read of them adds no line to a description', () => {
  const template = writeSide(sideIn(CHROMIUM));
  const expected = sdpOf(sideIn(CHROMIUM), 'who-offered').split('\r\n').length;
  let read = 0;
  const look = (bytes: Uint8Array): void => {
    const side = readSide(bytes);
    if (side === undefined) return;
    read += 1;
    const made = whole(side).split('\r\n');
    expect(made).toHaveLength(expected + side.addresses.length);
    expect(made.every((line) => !/[\r\n]/.test(line))).toBe(true);
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), look));
  fc.assert(
    fc.property(fc.nat(template.length - 1), fc.nat(255), (at, byte) => {
      look(template.map((held, i) => (i === at ? byte : held)));
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(100);
});

test('[CD-2] a name with a line of its own in it is refused', () => {
  const side = { ...sideIn(CHROMIUM), name: 'vFf4\r\na=setup:active' };
  expect(readSide(writeSide(side))).toBeUndefined();
  expect(readSide(writeSide({ ...sideIn(CHROMIUM), password: `${'x'.repeat(22)}\n` }))).toBeUndefined();
});
