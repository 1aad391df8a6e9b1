/** What is wrong with the fuses of an Electron binary, given those that are decided; empty if nothing is. */
export const undecidedFuses: (binary: Buffer, decided: Record<string, unknown>) => string[];
