/** Many measurements in a few numbers. Milliseconds throughout. */
export type Summary = { n: number; p50: number; p95: number; max: number };

export const summaryOf = (values: readonly number[]): Summary => ({
  n: values.length,
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  max: round(Math.max(...values)),
});

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** `undefined` where there is nothing to divide by. */
export const ratio = (ours: number | undefined, theirs: number | undefined): number | undefined =>
  ours === undefined || theirs === undefined || theirs === 0 ? undefined : round(ours / theirs, 2);

/** The smallest value that at least this share of the values does not exceed. */
const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN);
};
