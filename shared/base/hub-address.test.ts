import { expect, test } from 'vitest';

import { hubAddress, isHubAddress } from './hub-address.ts';

test('addresses of one machine and a port pass, in the form that is made of them', () => {
  for (const [address, port] of [
    ['192.168.1.20', 27_600],
    ['10.0.0.1', 1024],
    ['172.16.7.7', 65_535],
    ['2001:db8::7', 4444],
    ['fd00::2', 4444],
  ] as const)
    expect(isHubAddress(hubAddress(address, port))).toBe(true);
});

test('what leads to this machine, to many, to a service’s port or nowhere does not', () => {
  for (const text of [
    '127.0.0.1:27600',
    '0.0.0.0:27600',
    '224.0.0.251:5353',
    '255.255.255.255:27600',
    '[::1]:27600',
    '[::]:27600',
    '[ff02::fb]:5353',
    '[fe80::1]:27600',
    '169.254.7.7:27600',
    '192.168.1.1:80',
    '192.168.1.1:0',
    '192.168.1.1:65536',
    '192.168.1.256:27600',
    '192.168.1.1',
    'router.local:27600',
    'ws://192.168.1.1:27600',
    '192.168.1.1:27600/admin',
    ' 192.168.1.1:27600',
    '',
    `[${'a'.repeat(60)}]:27600`,
  ])
    expect(isHubAddress(text), text).toBe(false);
});
