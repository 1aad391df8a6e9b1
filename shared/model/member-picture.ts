/** What a member's picture may be: small, still, and of a kind that every browser shows. */
import { pictureKind, pictureSize } from './picture-size.ts';

export const MAX_PICTURE_BYTES = 16 * 1024;
/** Pixels. */
const MAX_PICTURE_SIDE = 256;

/** PNG, JPEG or WebP, by their first bytes; whoever shows one need not look for more. */
export const isMemberPicture = (bytes: Uint8Array): boolean => {
  const size = bytes.length > MAX_PICTURE_BYTES ? undefined : pictureSize(bytes);
  return size !== undefined && size.width <= MAX_PICTURE_SIDE && size.height <= MAX_PICTURE_SIDE && isStill(bytes);
};

const isStill = (bytes: Uint8Array): boolean => {
  switch (pictureKind(bytes)) {
    case 'png':
      return !hasChunk(bytes, 'acTL');
    case 'webp':
      return !(hasName(bytes, 12, 'VP8X') && ((bytes[20] ?? 0) & ANIMATION) !== 0);
    case 'jpeg':
      return true;
    default:
      return false;
  }
};

/** A flag of WebP's extended form. */
const ANIMATION = 2;

const hasName = (bytes: Uint8Array, at: number, name: string): boolean =>
  Array.from(name).every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** @param bytes of a PNG: 8 that say so, then chunks of length 4 · name 4 · content · check 4 */
const hasChunk = (bytes: Uint8Array, name: string): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) if (hasName(bytes, at + 4, name)) return true;
  return false;
};
