import { expect, test } from 'vitest';

import { sdpFingerprint } from './sdp-fingerprint.ts';

const bytes = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 5) & 255);
const hexOf = (of: Uint8Array): string =>
  [...of].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
const HEX = hexOf(bytes);
const OTHER = hexOf(bytes.map((byte) => byte ^ 1));
const sdp = (...lines: string[]): string =>
  ['v=0', 'o=- 46117317 2 IN IP4 127.0.0.1', 's=-', 't=0 0', ...lines, 'a=setup:actpass', ''].join('\r\n');

test('[HS-2] the one SHA-256 fingerprint is read, in either case, with either line end', () => {
  for (const text of [
    sdp(`a=fingerprint:sha-256 ${HEX}`),
    sdp(`a=fingerprint:SHA-256 ${HEX.toLowerCase()}`),
    sdp(`a=fingerprint:sha-256 ${HEX}`).replaceAll('\r\n', '\n'),
  ])
    expect(sdpFingerprint(text)).toEqual(bytes);
});

test('the same fingerprint in several media sections is one', () => {
  const line = `a=fingerprint:sha-256 ${HEX}`;
  expect(sdpFingerprint(sdp(line, 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel', line))).toEqual(bytes);
});

test('[HS-2] two fingerprints are none: nobody may slip in a second certificate', () => {
  expect(sdpFingerprint(sdp(`a=fingerprint:sha-256 ${HEX}`, `a=fingerprint:sha-256 ${OTHER}`))).toBeUndefined();
  expect(sdpFingerprint(sdp(`a=fingerprint:sha-256 ${HEX}`, `a=fingerprint:sha-1 ${HEX}`))).toBeUndefined();
  expect(sdpFingerprint(sdp(`a=fingerprint:sha-256 ${HEX}`, `a=FINGERPRINT:SHA-256 ${OTHER}`))).toBeUndefined();
});

test('none, another hash, a wrong length or what only looks like one is none', () => {
  for (const text of [
    undefined,
    '',
    sdp(),
    sdp(`a=fingerprint:sha-1 ${HEX}`),
    sdp(`a=fingerprint:sha-512 ${HEX}`),
    sdp(`a=fingerprint:sha-256 ${HEX.slice(0, -3)}`),
    sdp(`a=fingerprint:sha-256 ${HEX}:00`),
    sdp(`a=fingerprint:sha-256 ${HEX.replaceAll(':', '')}`),
    sdp(`a=fingerprint:sha-256 ${HEX.replace('0', 'G')}`),
    sdp(`s=a=fingerprint:sha-256 ${HEX}`),
  ])
    expect(sdpFingerprint(text)).toBeUndefined();
});
