/** Makes a square picture of 128 pixels a side of one that was chosen. What a camera wrote into it is gone with that. */
import { fail, ok, type Result } from '../../shared/base/result.ts';
import { MAX_PICTURE_BYTES } from '../../shared/model/member-picture.ts';
import { decodePicture, type DecodeProblem } from './decode-picture.worker.ts';

const SIDE = 128;
/** The first that is small enough is taken. */
const FORMS = [0.9, 0.75, 0.5, 0.25].flatMap((quality) =>
  ['image/webp', 'image/jpeg'].map((type) => ({ type, quality })),
);

export const shrinkPicture = async (file: Blob): Promise<Result<Uint8Array, DecodeProblem>> => {
  const decoded = await decodePicture(file);
  if (!decoded.ok) return decoded;
  const picture = decoded.value;
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const surface = canvas.getContext('2d');
  const side = Math.min(picture.width, picture.height);
  if (surface !== null) {
    surface.imageSmoothingQuality = 'high';
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    surface.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
  }
  picture.close();
  for (const form of FORMS) {
    const small = await canvas.convertToBlob(form);
    // a browser that cannot write a kind writes another
    if (small.type === form.type && small.size <= MAX_PICTURE_BYTES)
      return ok(new Uint8Array(await small.arrayBuffer()));
  }
  return fail('too-large', '');
};
