import { expect, test } from 'vitest';

import { withRealAddresses } from './candidates.ts';

const HIDDEN =
  'candidate:842163049 1 udp 2122260223 0f9c2d4e-7a3b-4c1d-8e5f-a1b2c3d4e5f6.local 54321 typ host generation 0 ufrag x1';

test('[SG-6] a hidden name gives one candidate for each address of the host, each with a foundation of its own', () => {
  const lines = withRealAddresses(HIDDEN, ['192.0.2.7', '198.51.100.9', '2001:db8::7']);
  expect(lines).toEqual([
    'candidate:842163049 1 udp 2122260223 192.0.2.7 54321 typ host generation 0 ufrag x1',
    'candidate:8421630491 1 udp 2122260223 198.51.100.9 54321 typ host generation 0 ufrag x1',
    'candidate:8421630492 1 udp 2122260223 2001:db8::7 54321 typ host generation 0 ufrag x1',
  ]);
  expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(3);
});

test('a host that knows no address leaves the name: multicast may still find it', () => {
  expect(withRealAddresses(HIDDEN, [])).toEqual([HIDDEN]);
});

test('candidates with addresses, of servers and relays, pass as they are', () => {
  for (const line of [
    'candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host',
    'candidate:2 1 udp 1686052607 203.0.113.5 6000 typ srflx raddr name.local rport 5000',
    'candidate:3 1 udp 41885695 203.0.113.9 7000 typ relay raddr 0.0.0.0 rport 0',
    '',
    'x.local',
    'a b c d not-local.example e',
  ])
    expect(withRealAddresses(line, ['192.0.2.7'])).toEqual([line]);
});
