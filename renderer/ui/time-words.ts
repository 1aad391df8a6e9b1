/** Times and days as people of this system write them. */
const clocks = (hour12: boolean | undefined) => ({
  clock: new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', ...hoursOf(hour12) }),
  dayAndClock: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', ...hoursOf(hour12) }),
});
const hoursOf = (hour12: boolean | undefined) => (hour12 === undefined ? {} : { hour12 });
let used = clocks(undefined);
const fullDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** From now on; what is on screen has to be drawn again. */
export const setHours = (hours: 'system' | '12' | '24'): void => {
  used = clocks(hours === 'system' ? undefined : hours === '12');
};

export const timeOfDay = (at: number): string => used.clock.format(at);

export const dateAndTime = (at: number): string => used.dayAndClock.format(Math.min(at, LAST_DATE));

/** What others say may lie beyond what a date can be; to format that would throw. */
const LAST_DATE = 8.64e15;

/** `Today`, `Yesterday`, or the whole date. */
export const dayName = (at: number, now: number): string => {
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (days !== 0 && days !== -1) return fullDay.format(at);
  const word = relative.format(days, 'day');
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
};

/** The time today, with the date otherwise. */
export const sinceWhen = (at: number, now: number): string =>
  startOfDay(at) === startOfDay(now) ? timeOfDay(at) : dateAndTime(at);

/** `3 minutes ago`, in the largest unit that fits; `now` below a minute, and where somebody's clock is ahead. */
export const ago = (at: number, now: number): string => {
  const seconds = Math.max(0, (now - at) / 1000);
  const unit = UNITS.find(([, length]) => seconds >= length);
  return unit === undefined ? relative.format(0, 'second') : relative.format(-Math.floor(seconds / unit[1]), unit[0]);
};

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
