import { expect, test } from 'vitest';

import { createPanels, type Panels } from './panels.ts';

const panelsIn = (width: number): Panels => {
  const panels = createPanels();
  panels.fit(width);
  return panels;
};

test.each([
  [1280, 'all'],
  [800, 'all'],
  [799, 'no-members'],
  [640, 'no-members'],
  [639, 'conversation'],
  [320, 'conversation'],
])('a window of %i px has room for: %s', (width, room) => {
  expect(panelsIn(width).room.get()).toBe(room);
});

test('one panel at a time, which the same button closes', () => {
  const panels = panelsIn(400);
  expect(panels.over.get()).toBeUndefined();
  panels.toggle('members');
  panels.toggle('places');
  expect(panels.over.get()).toBe('places');
  panels.toggle('places');
  expect(panels.over.get()).toBeUndefined();
});

test('what stands beside the conversation does not come over it', () => {
  const panels = panelsIn(700);
  panels.toggle('places');
  expect(panels.over.get()).toBeUndefined();
  panels.toggle('members');
  expect(panels.over.get()).toBe('members');
});

test('a panel goes when the window is made so wide that it stands beside the conversation', () => {
  const panels = panelsIn(400);
  panels.toggle('places');
  panels.fit(500);
  expect(panels.over.get()).toBe('places');
  panels.fit(640);
  expect(panels.over.get()).toBeUndefined();
});

test('closing says whether there was anything to close', () => {
  const panels = panelsIn(700);
  expect(panels.close()).toBe(false);
  panels.toggle('members');
  expect(panels.close()).toBe(true);
  expect(panels.over.get()).toBeUndefined();
});
