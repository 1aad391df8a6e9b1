/** Expected failures are values; exceptions are for bugs. */
export type Result<T, E extends string = string> = { ok: true; value: T } | { ok: false; error: E; message: string };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** @param message what happened, what it means and what to do, in plain words */
export const fail = <E extends string>(error: E, message: string): { ok: false; error: E; message: string } => ({
  ok: false,
  error,
  message,
});
