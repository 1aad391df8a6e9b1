import { expect, test } from 'vitest';

import { routeOf } from './route-of.ts';
import type { PeerConnection } from './webrtc-types.ts';

type Report = Record<string, unknown>;
type Candidate = { address?: string; ip?: string; candidateType?: string };

const connection = (reports: readonly Report[]): PeerConnection =>
  ({
    getStats: () => Promise.resolve({ forEach: (visit: (report: Report) => void) => reports.forEach(visit) }),
  }) as unknown as PeerConnection;

const between = (local: Candidate, remote: Candidate, pair: Report = { selected: true }): Report[] => [
  { id: 'L', type: 'local-candidate', candidateType: 'host', ...local },
  { id: 'R', type: 'remote-candidate', candidateType: 'host', ...remote },
  { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', ...pair },
];
const route = (local: string, remote: string) => routeOf(connection(between({ address: local }, { address: remote })));

test('two on one machine are on the loopback, by its address or by having the same one', async () => {
  expect(await route('127.0.0.1', '127.0.0.1')).toBe('loopback');
  expect(await route('::1', '::1')).toBe('loopback');
  expect(await route('192.168.1.5', '192.168.1.5')).toBe('loopback');
});

test('private, link-local and hidden addresses are the local network', async () => {
  for (const remote of [
    '10.1.2.3',
    '192.168.1.7',
    '172.16.0.1',
    '172.31.255.1',
    '169.254.3.3',
    'fd12:3456::1',
    'fe80::1',
    'aa-bb.local',
    '',
  ])
    expect(await route('192.168.1.5', remote)).toBe('local-network');
});

test('public addresses are direct', async () => {
  for (const remote of ['203.0.113.5', '172.15.0.1', '172.32.0.1', '11.0.0.1', '2001:db8::1', '169.253.1.1'])
    expect(await route('192.168.1.5', remote)).toBe('direct');
});

test('a relay on either side is a relay, whatever the addresses', async () => {
  const relay = { address: '203.0.113.9', candidateType: 'relay' };
  expect(await routeOf(connection(between(relay, { address: '10.0.0.1' })))).toBe('relay');
  expect(await routeOf(connection(between({ address: '10.0.0.1' }, relay)))).toBe('relay');
});

test('[RL-7] the other side’s relay is known by its address too, when it called before word of it came', async () => {
  const found = between({ address: '10.0.0.2' }, { address: '203.0.113.9', candidateType: 'prflx' });
  const [, remote] = found;
  Object.assign(remote ?? {}, { port: 40_004 });
  const told = (sdp: string): PeerConnection => ({ ...connection(found), remoteDescription: { sdp } });
  const lineAt = (port: number, type: string): string =>
    ['v=0', `a=candidate:6 1 udp 41885439 203.0.113.9 ${port} typ ${type} raddr 0.0.0.0 rport 0`, ''].join('\r\n');
  expect(await routeOf(told(lineAt(40_004, 'relay')))).toBe('relay');
  expect(await routeOf(told(lineAt(40_005, 'relay')))).toBe('direct');
  expect(await routeOf(told(lineAt(40_004, 'srflx')))).toBe('direct');
  expect(await routeOf(connection(found))).toBe('direct');
});

test('the pair in use counts, however the browser marks it, and no other', async () => {
  const unused = [
    { id: 'R0', type: 'remote-candidate', candidateType: 'relay', address: '203.0.113.9' },
    {
      id: 'P0',
      type: 'candidate-pair',
      localCandidateId: 'L',
      remoteCandidateId: 'R0',
      nominated: true,
      state: 'failed',
    },
  ];
  const [here, there] = [{ address: '10.0.0.2' }, { address: '10.0.0.3' }];
  for (const reports of [
    between(here, there, { selected: true }),
    between(here, there, { nominated: true, state: 'succeeded' }),
    [...between(here, there, {}), { id: 'T', type: 'transport', selectedCandidatePairId: 'P' }],
    between({ ip: '10.0.0.2' }, { ip: '10.0.0.3' }),
  ])
    expect(await routeOf(connection([...unused, ...reports]))).toBe('local-network');
});

test('while no pair is in use, or its candidates are not told, the route is unknown', async () => {
  const pair = between({ address: '10.0.0.2' }, { address: '10.0.0.3' });
  expect(await routeOf(connection([]))).toBe('unknown');
  expect(await routeOf(connection(between({}, {}, { state: 'in-progress' })))).toBe('unknown');
  expect(await routeOf(connection(pair.filter((report) => report['id'] !== 'R')))).toBe('unknown');
});
