import { expect, test } from 'vitest';

import { isLoopback, isReachable, readIp, writeIp } from './ip-address.ts';

const ip = (text: string): Uint8Array => readIp(text) ?? new Uint8Array(0);

test('addresses come back, IPv6 in its long form', () => {
  for (const text of ['192.0.2.7', '0.0.0.0', '255.255.255.255']) expect(writeIp(ip(text))).toBe(text);
  for (const [text, long] of [
    ['2001:db8::7', '2001:db8:0:0:0:0:0:7'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['fd00::', 'fd00:0:0:0:0:0:0:0'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['FD00:0:0:0::2', 'fd00:0:0:0:0:0:0:2'],
  ] as const)
    expect(writeIp(ip(text))).toBe(long);
});

test('what is no address is none', () => {
  for (const text of [
    '',
    'x.local',
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4.5',
    '1.2.3.-4',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
    '12345::',
    'g::',
  ])
    expect(readIp(text), text).toBeUndefined();
});

test('addresses of nobody, of many, and of one cable only are not reachable', () => {
  for (const text of [
    '0.0.0.0',
    '224.0.0.251',
    '255.255.255.255',
    '169.254.3.4',
    '::',
    'ff02::fb',
    'fe80::1',
    'febf::1',
  ])
    expect(isReachable(ip(text)), text).toBe(false);
  for (const text of ['192.0.2.7', '127.0.0.1', '10.0.0.1', '::1', 'fd00::2', '2001:db8::7'])
    expect(isReachable(ip(text)), text).toBe(true);
});

test('loopback is told from the rest', () => {
  for (const text of ['127.0.0.1', '127.8.9.1', '::1']) expect(isLoopback(ip(text)), text).toBe(true);
  for (const text of ['128.0.0.1', '::2', '1::1', '::']) expect(isLoopback(ip(text)), text).toBe(false);
});
