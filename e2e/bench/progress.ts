/** stdout carries the result and nothing else. */
export const say = (line: string): void => console.error(`bench: ${line}`);
