/** Finds the text of a QR code in a picture. In the worker, so that the page goes on meanwhile; nothing leaves the device. */
import { decodeQR } from 'qr/decode.js';

import { fail, ok, type Result } from '../../shared/base/result.ts';
import { decodePicture, type DecodeProblem } from './decode-picture.worker.ts';

/** Pixels of the longer side. A code is found in one size that is not found in another: blur goes, or detail comes. */
const SIZES = [1_000, 1_600, 500];
const TRY_MS = 600;

type Problem = DecodeProblem | 'no-code';

export const readPicture = async (file: Blob): Promise<Result<string, Problem>> => {
  const decoded = await decodePicture(file);
  if (!decoded.ok) return decoded;
  const picture = decoded.value;
  try {
    for (const size of SIZES) {
      const text = codeIn(picture, size);
      if (text !== undefined) return ok(text);
    }
    return fail('no-code', '');
  } finally {
    picture.close();
  }
};

const codeIn = (picture: ImageBitmap, size: number): string | undefined => {
  const scale = Math.min(1, size / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const surface = new OffscreenCanvas(width ?? 1, height ?? 1).getContext('2d');
  if (surface === null) return undefined;
  // what can be seen through is seen on paper
  surface.fillStyle = '#fff';
  surface.fillRect(0, 0, surface.canvas.width, surface.canvas.height);
  surface.drawImage(picture, 0, 0, surface.canvas.width, surface.canvas.height);
  try {
    return decodeQR(surface.getImageData(0, 0, surface.canvas.width, surface.canvas.height), { timeLimit: TRY_MS });
  } catch {
    return undefined; // that is how it says that there is none
  }
};
