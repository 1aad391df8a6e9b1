import { expect, test } from 'vitest';

import { smallPicture } from '../testing/small-picture.ts';
import { isMemberPicture, MAX_PICTURE_BYTES } from './member-picture.ts';

const webp = (flags: number): Uint8Array => {
  const text = (letters: string): number[] => Array.from(letters, (letter) => letter.charCodeAt(0));
  const head = [...text('RIFF'), 22, 0, 0, 0, ...text('WEBPVP8X'), 10, 0, 0, 0];
  return Uint8Array.from([...head, flags, 0, 0, 0, 127, 0, 0, 127, 0, 0]);
};

/** With a chunk behind the first, which ends at 33. */
const pngWith = (name: string): Uint8Array => {
  const png = smallPicture(0);
  png.set([0, 0, 0, 8, ...Array.from(name, (letter) => letter.charCodeAt(0))], 33);
  return png;
};

test('a small still picture is one', () => {
  expect(isMemberPicture(smallPicture(1))).toBe(true);
  expect(isMemberPicture(smallPicture(1, { side: 256, bytes: MAX_PICTURE_BYTES }))).toBe(true);
  expect(isMemberPicture(webp(0x10))).toBe(true);
  expect(isMemberPicture(pngWith('pHYs'))).toBe(true);
  const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 128, 0, 128, 1, 1, 0x11, 0]);
  expect(isMemberPicture(jpeg)).toBe(true);
});

test.each([
  ['too many bytes', smallPicture(1, { bytes: MAX_PICTURE_BYTES + 1 })],
  ['too many pixels', smallPicture(1, { side: 257 })],
  ['no pixels', smallPicture(1, { side: 0 })],
  ['a WebP that moves', webp(0x12)],
  ['a PNG that moves', pngWith('acTL')],
  ['a GIF', Uint8Array.from(Array.from('GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0', (one) => one.charCodeAt(0)))],
  ['words', Uint8Array.from(Array.from('<svg/>', (one) => one.charCodeAt(0)))],
  ['nothing', new Uint8Array(0)],
])('%s is none', (_, bytes) => expect(isMemberPicture(bytes)).toBe(false));
