/**
 * Lets a promise run on by itself, on purpose. A rejection is reported, never swallowed.
 * @param why what the promise does, for the report
 */
export const drop = (promise: Promise<unknown>, why: string, report: (why: string, error: unknown) => void): void => {
  promise.catch((error: unknown) => report(why, error));
};
