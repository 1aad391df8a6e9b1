/** Decodes what was chosen, after a look at its first bytes: of what kind it is, and how large it would become. */
import { fail, ok, type Result } from '../../shared/base/result.ts';
import { pictureSize } from '../../shared/model/picture-size.ts';

const MAX_BYTES = 20 * 1024 * 1024;
/** A few kilobytes can be decoded to gigabytes. */
const MAX_PIXELS = 40_000_000;

export type DecodeProblem = 'no-picture' | 'too-large' | 'too-many-pixels';

/** @returns what has to be closed */
export const decodePicture = async (file: Blob): Promise<Result<ImageBitmap, DecodeProblem>> => {
  if (file.size > MAX_BYTES) return fail('too-large', '');
  const bytes = await file.arrayBuffer().catch(() => undefined);
  const size = bytes && pictureSize(new Uint8Array(bytes));
  if (bytes === undefined || size === undefined) return fail('no-picture', '');
  if (size.width * size.height > MAX_PIXELS) return fail('too-many-pixels', '');
  // not the file, which may be another by now
  const picture = await createImageBitmap(new Blob([bytes])).catch(() => undefined);
  return picture === undefined ? fail('no-picture', '') : ok(picture);
};
