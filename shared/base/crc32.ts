/** CRC-32 (IEEE 802.3): whatever changes at most 32 bits in a row is found for certain, anything else nearly so. */
const POLYNOMIAL = 0xedb88320;

export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 1 ? POLYNOMIAL : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};
