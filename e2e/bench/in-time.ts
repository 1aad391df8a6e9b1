/** A wait with an end. @param what names it in the error */
export const inTime = async <T>(work: Promise<T>, ms: number, what: string): Promise<T> => {
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(patience));
};
