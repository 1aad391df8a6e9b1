/** A part as it is stored: with its CRC-32, so that flipped bits are noticed also where they still can be read. */
import { crc32 } from '../base/crc32.ts';
import { DamagedIndex } from './damaged-index.ts';

const SEAL_BYTES = 4;

export const seal = (part: Uint8Array): Uint8Array => {
  const sealed = new Uint8Array(part.length + SEAL_BYTES);
  sealed.set(part);
  viewOf(sealed).setUint32(part.length, crc32(part));
  return sealed;
};

/** @returns a view, not a copy */
export const unseal = (sealed: Uint8Array): Uint8Array => {
  const length = sealed.length - SEAL_BYTES;
  if (length < 0) throw new DamagedIndex();
  const part = sealed.subarray(0, length);
  if (viewOf(sealed).getUint32(length) !== crc32(part)) throw new DamagedIndex();
  return part;
};

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);
