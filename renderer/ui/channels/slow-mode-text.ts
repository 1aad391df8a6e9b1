import { strings } from '../strings.ts';

export const slowModeText = (seconds: number): string =>
  strings.channels.slowModes[seconds] ?? strings.channels.seconds(seconds);
