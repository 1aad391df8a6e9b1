import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { readPicture } from './read-picture.worker.ts';

const decode = vi.fn<(file: Blob) => Promise<ImageBitmap>>();
beforeEach(() => {
  decode.mockReset().mockRejectedValue(new Error('these have a header and nothing else'));
  vi.stubGlobal('createImageBitmap', decode);
});
afterEach(() => void vi.unstubAllGlobals());

const png = (width: number, height: number): Blob => {
  const bytes = new Uint8Array(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return new Blob([bytes], { type: 'image/png' });
};

const problemWith = async (file: Blob): Promise<string> => {
  const read = await readPicture(file);
  return read.ok ? 'none' : read.error;
};

test('a picture of more than 40 megapixels is not decoded, however small its file is', async () => {
  expect(await problemWith(png(8_001, 5_000))).toBe('too-many-pixels');
  expect(await problemWith(png(0xffff_ffff, 0xffff_ffff))).toBe('too-many-pixels');
  expect(decode).not.toHaveBeenCalled();
  expect(await problemWith(png(8_000, 5_000))).toBe('no-picture');
  expect(decode).toHaveBeenCalledOnce();
});

test('what is of another kind than it may be is not decoded, whatever it is called', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  expect(await problemWith(new Blob([svg], { type: 'image/png' }))).toBe('no-picture');
  expect(await problemWith(new Blob([]))).toBe('no-picture');
  expect(await problemWith(new Blob([new Uint8Array(20 * 1024 * 1024 + 1)]))).toBe('too-large');
  expect(decode).not.toHaveBeenCalled();
});
