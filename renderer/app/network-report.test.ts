import { describe, expect, test } from 'vitest';

import type { PeerStatus } from '../../shared/model/status.ts';
import { deviceId } from '../../shared/base/ids.ts';
import { deviceRows, diagnostics, whatWorks } from './network-report.ts';
import type { ShellInfo } from './services.ts';
import { carrier, kelpCounts, linkTo, statusOf } from './testing/network-cast.ts';
import { alice, bob, carol, GENERAL, KELP, kelpOf, mallory, memberOf, QUIET, REEF } from './testing/page-cast.ts';

const HERE = kelpOf(alice);
const LAPTOP = deviceId(new Uint8Array(32).fill(200));
const SHELL: ShellInfo = { version: '1.2.3', profile: "alice's profile", shell: 'electron', platform: 'linux' };

describe('the table of devices', () => {
  const members = [memberOf(carol), memberOf(alice, [alice.device, LAPTOP]), memberOf(bob)];
  const inShort = (status: PeerStatus | undefined): string[] =>
    deviceRows(status, HERE, members).map(({ member, mine, link }) =>
      [member.name, link?.state ?? 'no link', ...(mine ? ['this device'] : [])].join(', '),
    );

  test('has connected ones first, then by name, and this device last', () => {
    expect(inShort(undefined)).toEqual([
      'alice, no link',
      'bob, no link',
      'carol, no link',
      'alice, no link, this device',
    ]);
    expect(inShort(statusOf({ links: [linkTo(carol)] }))).toEqual([
      'carol, open',
      'alice, no link',
      'bob, no link',
      'alice, no link, this device',
    ]);
  });

  test("alice's other device is a row of its own", () => {
    const links = [linkTo(alice, { device: LAPTOP })];
    expect(inShort(statusOf({ links }))[0]).toBe('alice, open');
  });

  test('a link of another community, or to an unknown device, is none here', () => {
    const links = [linkTo(bob, { community: REEF }), linkTo(carol, { device: undefined })];
    expect(inShort(statusOf({ links }))).toEqual(inShort(undefined));
  });

  test.each([
    ['first', ['open', 'handshake']],
    ['last', ['handshake', 'open']],
  ] as const)('of two links to one device the open one counts, whether it comes %s', (_where, states) => {
    const links = states.map((state) => linkTo(bob, { state }));
    expect(inShort(statusOf({ links }))[0]).toBe('bob, open');
  });
});

describe('what works and what does not', () => {
  test('reading always does', () => {
    expect(whatWorks(undefined, HERE)).toEqual({ works: ['reading'], fails: [] });
  });

  test('all is well, connected to bob', () => {
    expect(whatWorks(statusOf({ links: [linkTo(bob)] }), HERE)).toEqual({
      works: ['reading', 'saving', 'talking', 'finding'],
      fails: [],
    });
  });

  test('nobody is linked: what is sent goes out later', () => {
    const links = [linkTo(bob, { community: REEF }), linkTo(carol, { state: 'handshake' })];
    expect(whatWorks(statusOf({ links }), HERE)).toEqual({
      works: ['reading', 'saving', 'finding', 'later'],
      fails: ['nobody-linked'],
    });
  });

  test('the host stopped: nothing is saved, so nothing goes out later', () => {
    expect(whatWorks(statusOf({ host: { state: 'down', since: 1 } }), HERE)).toEqual({
      works: ['reading', 'finding'],
      fails: ['no-saving', 'nobody-linked'],
    });
  });

  test('the servers are down: talking goes on, and finding some as long as there is another way', () => {
    const links = [linkTo(bob)];
    const servers = [carrier('server', 'down')];
    expect(whatWorks(statusOf({ links, carriers: servers }), HERE)).toEqual({
      works: ['reading', 'saving', 'talking'],
      fails: ['servers-down', 'no-finding'],
    });
    expect(whatWorks(statusOf({ links, carriers: [...servers, carrier('lan', 'up')] }), HERE)).toEqual({
      works: ['reading', 'saving', 'talking', 'finding-some'],
      fails: ['servers-down'],
    });
  });

  test('without a community nobody is missed', () => {
    expect(whatWorks(statusOf({ communities: [] }), undefined)).toEqual({
      works: ['reading', 'saving', 'finding'],
      fails: [],
    });
  });
});

describe('the diagnostics for a bug report', () => {
  const status = statusOf({
    host: { state: 'up', since: 1_000 },
    hub: { state: 'down', since: 61_000 },
    carriers: [
      carrier('server', 'down', { name: 'wss://meet.kelp.example:4444', since: 91_000 }),
      carrier('incoming', 'up', { name: '192.168.7.21:5555', since: 1_000, peers: 3 }),
    ],
    links: [
      linkTo(bob, { route: 'local-network', since: 100_500 }),
      linkTo(carol, { state: 'handshake', route: 'unknown' }),
    ],
    communities: [kelpCounts({ connected: 1, others: 2, missing: 17 })],
  });

  test('say states, kinds and ages', () => {
    expect(diagnostics(status, SHELL, 101_000).split('\n')).toEqual([
      'Holdfast 1.2.3 · electron · linux',
      'Own address: shown',
      'Disk: ok',
      'Host: up for 100 s',
      'Hub: down for 40 s',
      'Carrier 1: server, down for 10 s, 0 peers',
      'Carrier 2: incoming, up for 100 s, 3 peers',
      'Link 1: open, local-network, for 1 s',
      'Link 2: handshake, unknown, for 100 s',
      'Community 1: 1 of 2 connected, 17 messages missing',
    ]);
  });

  test('hold no name, address, id or profile', () => {
    const text = diagnostics(status, SHELL, 101_000);
    const ids = [
      KELP,
      REEF,
      GENERAL,
      QUIET,
      ...[alice, bob, carol, mallory].flatMap((who) => [who.member, who.device]),
    ];
    const secrets = [
      ...ids,
      'alice',
      'bob',
      'carol',
      'Kelp',
      'kelp',
      'meet',
      'example',
      '192.168',
      '4444',
      '5555',
      'link to',
    ];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text.match(/[\w-]{20,}/g)).toBeNull();
  });

  test('never show an age below zero when the clock was set back', () => {
    expect(diagnostics(status, SHELL, 0)).not.toContain('-1');
    expect(diagnostics(status, SHELL, 0)).toContain('Host: up for 0 s');
  });

  test('say so when there is no status yet', () => {
    expect(diagnostics(undefined, SHELL, 0)).toBe('Holdfast 1.2.3 · electron · linux\nNo status yet');
  });
});
