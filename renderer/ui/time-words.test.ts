import { describe, expect, test, vi } from 'vitest';

import { ago, dateAndTime, dayName, sinceWhen, timeOfDay } from './time-words.ts';

// A place where clocks are moved: a day has 23 or 25 hours there.
vi.hoisted(() => {
  process.env['TZ'] = 'Europe/Berlin';
});

const at = (month: number, day: number, hour = 12, minute = 0): number =>
  new Date(2026, month - 1, day, hour, minute).getTime();
const NOW = at(6, 15, 9, 30);
const today = dayName(NOW, NOW);
const yesterday = dayName(at(6, 14), NOW);

describe('the name of a day', () => {
  test('is a word for today and yesterday, with a capital, from midnight to midnight', () => {
    expect(today).not.toBe(yesterday);
    for (const word of [today, yesterday]) {
      expect(word.charAt(0)).toBe(word.charAt(0).toLocaleUpperCase());
      expect(word).not.toMatch(/\d/);
    }
    expect([at(6, 15, 0), at(6, 15, 23, 59)].map((when) => dayName(when, NOW))).toEqual([today, today]);
    expect([at(6, 14, 0), at(6, 14, 23, 59)].map((when) => dayName(when, NOW))).toEqual([yesterday, yesterday]);
  });

  test('is the whole date before, and for tomorrow, which only a wrong clock writes', () => {
    expect(dayName(at(6, 13, 23, 59), NOW)).toMatch(/13.*2026|2026.*13/);
    expect(dayName(at(6, 16, 0), NOW)).toMatch(/16.*2026|2026.*16/);
    expect(dayName(new Date(2025, 5, 15, 12).getTime(), NOW)).toContain('2025');
  });

  test('is tried where clocks are moved', () => {
    expect(new Date(2026, 9, 26).getTime() - new Date(2026, 9, 25).getTime()).toBe(25 * 3_600_000);
  });

  test('counts days, not hours, all year round, also where clocks are moved', () => {
    for (let day = 1; day <= 365; day += 1) {
      const now = new Date(2026, 0, day, 0, 10).getTime();
      expect(dayName(new Date(2026, 0, day - 1, 23, 50).getTime(), now)).toBe(yesterday);
      expect(dayName(new Date(2026, 0, day, 23, 50).getTime(), now)).toBe(today);
    }
  });
});

test('"since" is a time today and has the date otherwise', () => {
  expect(sinceWhen(at(6, 15, 0, 1), NOW)).toBe(timeOfDay(at(6, 15, 0, 1)));
  expect(sinceWhen(at(6, 14, 23, 59), NOW)).toBe(dateAndTime(at(6, 14, 23, 59)));
  expect(sinceWhen(at(6, 14, 9, 30), NOW)).not.toBe(timeOfDay(at(6, 14, 9, 30)));
  expect(timeOfDay(at(6, 15, 9, 5))).toMatch(/09.05/);
});

test('"ago" is in the largest unit that fits, rounded down, and never in the future', () => {
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const before = (ms: number): string => ago(NOW - ms, NOW);
  expect(before(59_999)).toBe(relative.format(0, 'second'));
  expect(before(-3_600_000)).toBe(relative.format(0, 'second'));
  expect(before(3 * 60_000 + 59_999)).toBe(relative.format(-3, 'minute'));
  expect(before(3_600_000 - 1)).toBe(relative.format(-59, 'minute'));
  expect(before(3_600_000)).toBe(relative.format(-1, 'hour'));
  expect(before(47 * 3_600_000)).toBe(relative.format(-1, 'day'));
  expect(before(400 * 86_400_000)).toBe(relative.format(-1, 'year'));
});

test('a time beyond all dates, as a hostile invite may name, is shown and throws nothing', () => {
  expect(dateAndTime(Number.MAX_SAFE_INTEGER)).toBe(dateAndTime(8.64e15));
});
