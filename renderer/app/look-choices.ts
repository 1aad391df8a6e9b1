/** How the window looks and answers keys, as the person chose it. */
import { z } from 'zod';

z.config({ jitless: true });

export const THEMES = ['system', 'light', 'dark'] as const;
export const CONTRASTS = ['system', 'high'] as const;
export const DENSITIES = ['cosy', 'compact'] as const;
export const MOTIONS = ['system', 'reduced'] as const;
export const HOURS = ['system', '24', '12'] as const;

/** The size of messages, in pixels at a zoom of 100 %; everything else that is written goes with it. */
export const TEXT_SIZE = { min: 12, max: 20, usual: 15 } as const;

export const lookSchema = {
  theme: z.enum(THEMES).catch('system'),
  contrast: z.enum(CONTRASTS).catch('system'),
  density: z.enum(DENSITIES).catch('cosy'),
  motion: z.enum(MOTIONS).catch('system'),
  hours: z.enum(HOURS).catch('system'),
  textSize: z.number().int().min(TEXT_SIZE.min).max(TEXT_SIZE.max).catch(TEXT_SIZE.usual),
  /** Otherwise Enter begins a line, and with Ctrl it sends. */
  enterSends: z.boolean().catch(true),
};

/** Whether a press of Enter in a message box sends what is in it. */
export const sends = (
  press: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean },
  { enterSends }: { enterSends: boolean },
): boolean => press.ctrlKey || press.metaKey || (enterSends && !press.shiftKey);
