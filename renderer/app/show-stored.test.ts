import { expect, test } from 'vitest';

import type { LifeState } from './services.ts';
import { showStored } from './show-stored.ts';
import { createStore } from './store.ts';

const RESTORING: LifeState = { kind: 'starting', restoring: { done: 3, all: 9 } };
const BROKEN: LifeState = { kind: 'error', message: 'the journal is damaged' };

test.each<[string, boolean, LifeState, LifeState]>([
  ['is shown while the core opens', true, { kind: 'starting' }, { kind: 'running' }],
  ['is not there: the page waits for the core', false, { kind: 'starting' }, { kind: 'starting' }],
  ['is being made anew: the page says how far that is', true, RESTORING, RESTORING],
  ['is not shown where the core could not open', true, BROKEN, BROKEN],
])('what is stored %s', async (_, isStored, meanwhile, shown) => {
  const life = createStore<LifeState>({ kind: 'starting' });
  const showing = showStored(life, Promise.resolve(isStored));
  life.set(meanwhile);
  await showing;
  expect(life.get()).toEqual(shown);
});
