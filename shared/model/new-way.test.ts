import { expect, test } from 'vitest';

import { hasNewWay } from './new-way.ts';
import type { CarrierHealth } from './status.ts';

const server: CarrierHealth = { kind: 'server', name: 'hub.example.org', state: 'up', since: 1_000, peers: 1 };
const lan: CarrierHealth = { kind: 'lan', name: '192.0.2.7', state: 'up', since: 2_000, peers: 2 };
const down = (carrier: CarrierHealth): CarrierHealth => ({ ...carrier, state: 'down', peers: 0 });

test.each([
  ['the first way is there', [], [server], true],
  ['a second one comes up', [server, down(lan)], [server, lan], true],
  ['one leads to more', [lan], [{ ...lan, peers: 3 }], true],
  ['one was lost and is there again', [server], [{ ...server, since: 5_000 }], true],
  ['nothing has changed', [server, lan], [server, lan], false],
  ['one leads to fewer', [lan], [{ ...lan, peers: 1 }], false],
  ['one is lost', [server, lan], [server, down(lan)], false],
  ['one is being tried', [], [{ ...server, state: 'connecting', peers: 0 }], false],
] satisfies [string, CarrierHealth[], CarrierHealth[], boolean][])('%s', (_, before, now, isNew) => {
  expect(hasNewWay(before, now)).toBe(isNew);
});
