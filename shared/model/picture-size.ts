/**
 * How large a picture is, by its first bytes, before anything decodes it: PNG, JPEG, WebP and GIF, told by what they begin
 * with and not by their names. What a decoder might read in another way counts as none.
 */

export type PictureSize = { width: number; height: number };
export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif';

/** @returns undefined for what is none of the four, cut off, or without pixels */
export const pictureSize = (bytes: Uint8Array): PictureSize | undefined => {
  const view = viewOf(bytes);
  const size = KINDS.find(({ begins }) => begins(view))?.size(view);
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
};

/** Told by what it begins with. */
export const pictureKind = (bytes: Uint8Array): PictureKind | undefined => {
  const view = viewOf(bytes);
  return KINDS.find(({ begins }) => begins(view))?.kind;
};

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const has = (view: DataView, at: number, bytes: readonly number[]): boolean =>
  at + bytes.length <= view.byteLength && bytes.every((byte, index) => view.getUint8(at + index) === byte);
const says = (view: DataView, at: number, text: string): boolean =>
  has(
    view,
    at,
    Array.from(text, (letter) => letter.charCodeAt(0)),
  );

const sizeOfPng = (view: DataView): PictureSize | undefined =>
  view.byteLength >= 24 && says(view, 12, 'IHDR')
    ? { width: view.getUint32(16), height: view.getUint32(20) }
    : undefined;

/** Its first frame may be larger than what it says of itself; then decoders make room for that. */
const sizeOfGif = (view: DataView): PictureSize | undefined => {
  if (view.byteLength < 13) return undefined;
  const at = firstFrameOfGif(view);
  if (at === undefined || at + 9 > view.byteLength) return undefined;
  const number = (offset: number): number => view.getUint16(offset, true);
  return {
    width: Math.max(number(6), number(at + 1) + number(at + 5)),
    height: Math.max(number(8), number(at + 3) + number(at + 7)),
  };
};

const firstFrameOfGif = (view: DataView): number | undefined => {
  const flags = view.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  // extensions: a label, then parts that each begin with their length, up to one of length 0
  while (at < view.byteLength && view.getUint8(at) === 0x21) {
    at += 2;
    while (at < view.byteLength && view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    at += 1;
  }
  return at < view.byteLength && view.getUint8(at) === 0x2c ? at : undefined;
};

const sizeOfWebp = (view: DataView): PictureSize | undefined => {
  if (says(view, 12, 'VP8 ') && has(view, 23, [0x9d, 0x01, 0x2a]) && view.byteLength >= 30)
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (says(view, 12, 'VP8L') && has(view, 20, [0x2f]) && view.byteLength >= 25) {
    const sides = view.getUint32(21, true);
    return { width: (sides & 0x3fff) + 1, height: ((sides >>> 14) & 0x3fff) + 1 };
  }
  if (!says(view, 12, 'VP8X') || view.byteLength < 30) return undefined;
  const side = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000 + 1;
  return { width: side(24), height: side(27) };
};

/** Tables of codes, which stand among the markers of frames. */
const NO_FRAMES = [0xc4, 0xc8, 0xcc];

const sizeOfJpeg = (view: DataView): PictureSize | undefined => {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    // those without a length, and the picture itself, have no place before its frame
    if (marker !== 0xff && (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda) || length < 2)) return undefined;
    at += marker === 0xff ? 1 : 2 + length;
  }
  return undefined;
};

type Kind = {
  kind: PictureKind;
  begins: (view: DataView) => boolean;
  size: (view: DataView) => PictureSize | undefined;
};

const KINDS: readonly Kind[] = [
  { kind: 'png', begins: (view) => has(view, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), size: sizeOfPng },
  { kind: 'jpeg', begins: (view) => has(view, 0, [0xff, 0xd8, 0xff]), size: sizeOfJpeg },
  { kind: 'webp', begins: (view) => says(view, 0, 'RIFF') && says(view, 8, 'WEBP'), size: sizeOfWebp },
  { kind: 'gif', begins: (view) => says(view, 0, 'GIF87a') || says(view, 0, 'GIF89a'), size: sizeOfGif },
];
