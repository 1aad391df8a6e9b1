import { expect, test } from 'vitest';

import { createAddressDesk, networkOf } from './address-desk.ts';

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
  ['not an address', 'not an address'],
])('[HB-8] %s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('[HB-8] mallory with a whole IPv6 network has the places of one address', () => {
  const desk = createAddressDesk({ socketsPerAddress: 2, connectsPerSecond: 1, connectsAtOnce: 100 }, () => 0);
  const seats = ['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((address) => desk.admit(address));
  expect(seats.map((seat) => typeof seat)).toEqual(['function', 'function', 'string']);
  expect(typeof desk.admit('2001:db8:0:1::1')).toBe('function');
});

test('[HB-8] leaving twice gives back one place', () => {
  const desk = createAddressDesk({ socketsPerAddress: 1, connectsPerSecond: 1, connectsAtOnce: 100 }, () => 0);
  const leave = desk.admit('203.0.113.9');
  if (typeof leave === 'string') throw new Error(leave);
  leave();
  leave();
  expect(typeof desk.admit('203.0.113.9')).toBe('function');
  expect(desk.admit('203.0.113.9')).toBe('too-many');
});

test('[HB-8] a hundred thousand addresses that came and went are not remembered all', () => {
  const desk = createAddressDesk({ socketsPerAddress: 1, connectsPerSecond: 1, connectsAtOnce: 1 }, () => 0);
  for (let i = 0; i < 100_000; i += 1) {
    const leave = desk.admit(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    if (typeof leave !== 'string') leave();
  }
  expect(desk.size()).toBe(4_096);
  expect(desk.admit('10.1.134.159')).toBe('too-often'); // the last one
});
