/** `output` may be a file, written anew; at the time limit the program and its children get the grace, then are killed. */
export type RunOptions = {
  output?: 'inherit' | 'stderr' | 'ignore' | { file: string };
  timeoutMs?: number;
  graceMs?: number;
  env?: Record<string, string>;
  cwd?: string;
};

/** Runs a program to its end. Code 127: the program is not there. */
export const runCommand: (
  program: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<{ code: number; timedOut: boolean }>;

/** Runs npm itself: the one that started us, or the one on the path. */
export const runNpm: (args: readonly string[], options?: RunOptions) => Promise<{ code: number; timedOut: boolean }>;
