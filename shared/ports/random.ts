/** Chance as a port: the simulator seeds it. */
export type Random = {
  /** `length` bytes from a cryptographically strong source. */
  bytes: (length: number) => Uint8Array;
};
