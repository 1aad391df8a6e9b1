/** Headers as encoders write them: all that is read of a picture before it is decoded. */
import { expect, test } from 'vitest';

import { pictureSize } from './picture-size.ts';

const text = (letters: string): number[] => Array.from(letters, (letter) => letter.charCodeAt(0));
const high = (value: number, bytes = 2): number[] =>
  Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 255);
const low = (value: number, bytes = 2): number[] => high(value, bytes).toReversed();
const zeros = (length: number): number[] => Array<number>(length).fill(0);

const png = (width: number, height: number): number[] =>
  [
    [0x89, ...text('PNG\r\n'), 0x1a, 0x0a],
    [...high(13, 4), ...text('IHDR'), ...high(width, 4), ...high(height, 4), 8, 6, 0, 0, 0],
  ].flat();

const frame = (x: number, y: number, width: number, height: number): number[] => [
  0x2c,
  ...low(x),
  ...low(y),
  ...low(width),
  ...low(height),
  0,
];
/** With a table of two colours, a comment of two parts, and a delay before the first frame. */
const gif = (width: number, height: number, first = frame(0, 0, width, height)): number[] =>
  [
    [...text('GIF89a'), ...low(width), ...low(height), 0x80, 0, 0, ...zeros(6)],
    [0x21, 0xfe, 2, 0x2c, 0x2c, 1, 0x2c, 0],
    [0x21, 0xf9, 4, 0, 10, 0, 0, 0],
    first,
  ].flat();

const riff = (kind: string, chunk: readonly number[]): number[] =>
  [
    [...text('RIFF'), ...low(chunk.length + 12, 4), ...text('WEBP')],
    [...text(kind), ...low(chunk.length, 4), ...chunk],
  ].flat();
const lossy = (width: number, height: number): number[] =>
  riff('VP8 ', [0x30, 1, 0, 0x9d, 1, 0x2a, ...low(width), ...low(height)]);
const lossless = (width: number, height: number): number[] =>
  riff('VP8L', [0x2f, ...low((width - 1) | ((height - 1) << 14), 4), ...zeros(5)]);
const extended = (width: number, height: number): number[] =>
  riff('VP8X', [0x10, 0, 0, 0, ...low(width - 1, 3), ...low(height - 1, 3)]);

const segment = (marker: number, content: readonly number[]): number[] => [
  0xff,
  marker,
  ...high(content.length + 2),
  ...content,
];
const start = (marker: number, width: number, height: number): number[] =>
  segment(marker, [8, ...high(height), ...high(width), 1, 1, 0x11, 0]);
/** With a smaller picture in what a camera tells of it. */
const jpeg = (width: number, height: number, marker = 0xc0): number[] =>
  [
    [0xff, 0xd8, ...segment(0xe1, [...text('Exif'), 0xff, 0xd8, ...start(0xc0, 160, 120)])],
    [0xff, ...segment(0xdb, zeros(65)), ...segment(0xc4, zeros(20))],
    start(marker, width, height),
  ].flat();

const sizeOf = (bytes: readonly number[]) => pictureSize(new Uint8Array(bytes));

const made: Record<string, (width: number, height: number) => number[]> = {
  png,
  gif,
  'gif of before': (width, height) => [...text('GIF87a'), ...gif(width, height).slice(6)],
  'lossy webp': lossy,
  'lossless webp': lossless,
  'extended webp': extended,
  jpeg,
  'progressive jpeg': (width, height) => jpeg(width, height, 0xc2),
};

for (const [kind, make] of Object.entries(made)) {
  test(`a ${kind} says how large it is`, () => {
    expect(sizeOf(make(640, 480))).toEqual({ width: 640, height: 480 });
    expect(sizeOf(make(16_383, 9))).toEqual({ width: 16_383, height: 9 });
  });

  test(`a ${kind} that is cut off anywhere in its header is none`, () => {
    const whole = make(640, 480);
    const end = whole.length - (trailing[kind] ?? 0);
    for (let length = 0; length < end; length += 1)
      expect([length, sizeOf(whole.slice(0, length))]).toEqual([length, undefined]);
  });
}

/** Bytes at the end of those above that nobody reads. */
const trailing: Record<string, number> = {
  png: 5,
  gif: 1,
  'gif of before': 1,
  'lossless webp': 5,
  jpeg: 4,
  'progressive jpeg': 4,
};

test('a gif whose first frame is larger than what it says of itself is as large as that frame', () => {
  expect(sizeOf(gif(1, 1, frame(2, 0, 60_000, 50_000)))).toEqual({ width: 60_002, height: 50_000 });
  expect(sizeOf(gif(1, 1, [0x3b]))).toBeUndefined();
});

test('a picture without pixels, or with a number that does not fit, is none or as large as it says', () => {
  expect(sizeOf(png(0, 10))).toBeUndefined();
  expect(sizeOf(jpeg(10, 0))).toBeUndefined();
  expect(sizeOf(png(0xffff_ffff, 0xffff_ffff))).toEqual({ width: 0xffff_ffff, height: 0xffff_ffff });
});

test('what is no png, jpeg, webp or gif is none, however it is named', () => {
  const others = [
    text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    [...text('BM'), ...zeros(60)],
    [0, 0, 1, 0, 1, 0, 16, 16, ...zeros(40)],
    [...low(28, 4), ...text('ftypavif'), ...zeros(40)],
    [...text('II'), 42, 0, ...zeros(40)],
    [...text('RIFF'), ...low(40, 4), ...text('WAVE'), ...zeros(40)],
    riff('ANIM', zeros(20)),
    // the sizes of these are where those of a png, a webp and a jpeg are
    [...png(9, 9).slice(0, 12), ...text('tEXt'), ...png(9, 9).slice(16)],
    riff('VP8 ', [0x30, 1, 0, 1, 1, 1, ...low(9), ...low(9)]),
    riff('VP8L', [0, ...low(9, 4), ...zeros(5)]),
    [0xff, 0xd8, ...segment(0xda, zeros(6)), ...start(0xc0, 9, 9)],
    [0xff, 0xd8, 0xff, 0xe0, 0, 0, ...start(0xc0, 9, 9)],
    [0xff, 0xd8, 0xff, 0xe0, 0, 3, 0, 7, ...start(0xc0, 9, 9)],
  ];
  for (const bytes of others) expect(sizeOf(bytes)).toBeUndefined();
});
