import { expect, test } from 'vitest';

import { endOf, leftOf, startOf, unmirrored } from './direction.ts';

const button = { left: 100, right: 140 };
const MENU = 200;

const edges = (start: number, mirrored: boolean): [number, number] => {
  const left = leftOf(start, MENU, mirrored);
  return [left, left + MENU];
};

test.each([
  [false, [100, 300]],
  [true, [-60, 140]],
])('a menu at the start of a button has its first edge (mirrored: %s)', (mirrored, wanted) => {
  expect(edges(startOf(button, 0, mirrored), mirrored)).toEqual(wanted);
});

test.each([
  [false, [108, 308]],
  [true, [-68, 132]],
])('further in is towards the end (mirrored: %s)', (mirrored, wanted) => {
  expect(edges(startOf(button, 8, mirrored), mirrored)).toEqual(wanted);
});

test.each([
  [false, [-60, 140]],
  [true, [100, 300]],
])('a menu at the end of a button has its last edge (mirrored: %s)', (mirrored, wanted) => {
  expect(edges(endOf(button, MENU, mirrored), mirrored)).toEqual(wanted);
});

test('arrows to the side change places in a mirrored window, and no other key does', () => {
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'Home'];
  expect(keys.map((key) => unmirrored(key, true))).toEqual(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'Home']);
  expect(keys.map((key) => unmirrored(key, false))).toEqual(keys);
});
