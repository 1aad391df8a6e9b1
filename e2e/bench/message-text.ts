/** Every message of the bench has the same length, whoever carries it. */
export const TEXT_LENGTH = 64;

export const messageText = (at: number): string =>
  `Message ${at} of the bench: the ferry leaves at noon if the wind allows it, `
    .slice(0, TEXT_LENGTH)
    .trimEnd()
    .padEnd(TEXT_LENGTH, '.');
