import { describe, expect, test } from 'vitest';

import type { CommunityView } from '../../shared/model/views.ts';
import { canMeet, networkLine, openLinks, serversDownSince } from './network-line.ts';
import { carrier, kelpCounts, linkTo, statusOf } from './testing/network-cast.ts';
import { alice, bob, carol, kelpOf, REEF } from './testing/page-cast.ts';

const HERE = kelpOf(alice);
const JOINING: CommunityView = { ...HERE, state: 'joining', me: undefined };

describe('the line says', () => {
  test('that Holdfast starts, until the core has said anything', () => {
    expect(networkLine(undefined, HERE)).toEqual({ kind: 'starting' });
  });

  test('that nothing can be saved, before all else', () => {
    const status = statusOf({
      host: { state: 'down', since: 5 },
      carriers: [carrier('server', 'down')],
      communities: [kelpCounts({ connected: 2, missing: 7 })],
    });
    expect(networkLine(status, HERE)).toEqual({ kind: 'host-stopped' });
  });

  test('how many are connected', () => {
    const status = statusOf({ communities: [kelpCounts({ connected: 1 })] });
    expect(networkLine(status, HERE)).toEqual({ kind: 'connected', connected: 1, others: 2 });
  });

  test('that it catches up, as long as anything is missing', () => {
    const status = statusOf({ communities: [kelpCounts({ connected: 1, missing: 3 })] });
    expect(networkLine(status, HERE)).toEqual({ kind: 'catching-up', missing: 3 });
  });

  test('what is true of the community on screen, not of another', () => {
    const reef = kelpCounts({ id: REEF, connected: 5, others: 9, missing: 4 });
    expect(networkLine(statusOf({ communities: [reef, kelpCounts()] }), HERE)).toEqual({ kind: 'looking' });
    expect(networkLine(statusOf({ communities: [reef] }), HERE)).toEqual({ kind: 'alone' });
  });

  test('that it looks for members, alone or joining', () => {
    expect(networkLine(statusOf(), HERE)).toEqual({ kind: 'looking' });
    const nobodyKnown = statusOf({ communities: [kelpCounts({ others: 0 })] });
    expect(networkLine(nobodyKnown, HERE)).toEqual({ kind: 'alone' });
    expect(networkLine(nobodyKnown, JOINING)).toEqual({ kind: 'looking' });
  });

  test('without a community: whether others could be met', () => {
    expect(networkLine(statusOf({ communities: [] }), undefined)).toEqual({ kind: 'ready' });
    expect(networkLine(statusOf({ communities: [], carriers: [] }), undefined)).toEqual({ kind: 'offline' });
    const noHubYet = statusOf({ communities: [], hub: { state: 'down', since: 1 } });
    expect(networkLine(noHubYet, undefined)).toEqual({ kind: 'ready' });
  });

  test.each([
    ['there is no way to meet', statusOf({ carriers: [] })],
    ['the only way is down', statusOf({ carriers: [carrier('lan', 'down')] })],
    ['the own hub is down', statusOf({ hub: { state: 'down', since: 1 } })],
  ])('that it is offline when %s', (_why, status) => {
    expect(networkLine(status, HERE)).toEqual({ kind: 'offline' });
    expect(networkLine(status, JOINING)).toEqual({ kind: 'offline' });
    expect(canMeet(status)).toBe(false);
  });

  test('a carrier that is still connecting is a way', () => {
    const status = statusOf({ carriers: [carrier('lan', 'down'), carrier('members', 'connecting')] });
    expect(networkLine(status, HERE)).toEqual({ kind: 'looking' });
    expect(canMeet(status)).toBe(true);
  });

  test('open links that no count knows of make nobody connected', () => {
    expect(networkLine(statusOf({ links: [linkTo(bob)] }), HERE)).toEqual({ kind: 'looking' });
  });
});

describe('when the servers fail', () => {
  const down = [carrier('server', 'down', { since: 4_000 })];
  const connected = [kelpCounts({ connected: 2 })];

  test('the line says since when, and that alice is still connected to bob and carol', () => {
    const status = statusOf({ carriers: down, communities: connected, links: [linkTo(bob), linkTo(carol)] });
    expect(networkLine(status, HERE)).toMatchObject({
      kind: 'servers-unreachable',
      since: 4_000,
      connected: 2,
      others: 2,
      route: 'direct',
    });
  });

  test.each([
    ['all links are in the local network', [linkTo(bob, { route: 'local-network' })], 'local-network'],
    ['only one of two is', [linkTo(bob, { route: 'local-network' }), linkTo(carol, { route: 'relay' })], 'direct'],
    ['there is none', [], 'direct'],
    [
      'the only other is not open',
      [linkTo(bob, { route: 'local-network' }), linkTo(carol, { route: 'unknown', state: 'handshake' })],
      'local-network',
    ],
    [
      'the only other is of another community',
      [linkTo(bob, { route: 'local-network' }), linkTo(carol, { community: REEF })],
      'local-network',
    ],
  ])('how it is connected, if %s', (_when, links, route) => {
    expect(networkLine(statusOf({ carriers: down, communities: connected, links }), HERE)).toMatchObject({ route });
  });

  test('it is said before catching up, and with nobody connected as well', () => {
    const status = statusOf({ carriers: down, communities: [kelpCounts({ missing: 9 })] });
    expect(networkLine(status, HERE)).toMatchObject({ kind: 'servers-unreachable', connected: 0, others: 2 });
    expect(networkLine(status, undefined)).toMatchObject({ kind: 'servers-unreachable', connected: 0, others: 0 });
  });

  test('the outage began when the last server went down', () => {
    const at = (since: number) => carrier('server', 'down', { since });
    expect(serversDownSince([at(3_000), at(9_000), at(5_000)])).toBe(9_000);
    expect(serversDownSince([at(3_000), carrier('server', 'connecting', { since: 9_000 })])).toBe(3_000);
  });

  test.each([
    ['one server is up', [carrier('server', 'down'), carrier('server', 'up')]],
    ['there is no server', [carrier('lan', 'down'), carrier('members', 'down'), carrier('incoming', 'up')]],
    ['the server was not reached yet', [carrier('server', 'connecting')]],
    ['there is nothing', []],
  ])('there is no outage if %s', (_why, carriers) => {
    expect(serversDownSince(carriers)).toBeUndefined();
  });

  test('a carrier of another kind does not end it', () => {
    expect(serversDownSince([...down, carrier('lan', 'up', { since: 9_000 })])).toBe(4_000);
  });
});

test('open links are those of one community, or of all', () => {
  const links = [linkTo(bob), linkTo(carol, { community: REEF }), linkTo(carol, { state: 'joiner' })];
  expect(openLinks(statusOf({ links }), HERE.id)).toEqual([links[0]]);
  expect(openLinks(statusOf({ links }), undefined)).toEqual([links[0], links[1]]);
});
