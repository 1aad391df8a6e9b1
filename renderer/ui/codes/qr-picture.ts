/** An invite as a picture to send or print: its QR code with the community's name under it. */
import { encodeQR } from 'qr';

/** Pixels. */
const WIDTH = 720;
const CODE = 624;
const NAME_SIZE = 34;
const CAPTION_SIZE = 24;
const HEIGHT = CODE + 3 * NAME_SIZE + 3 * CAPTION_SIZE;
/** Modules: readers want a quiet margin. */
const MARGIN = 4;

/** @returns a PNG; undefined if the browser makes none */
export const qrPicture = async (text: string, name: string, caption: string): Promise<Blob | undefined> => {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const surface = canvas.getContext('2d');
  if (surface === null) return undefined;
  surface.fillStyle = '#fff';
  surface.fillRect(0, 0, WIDTH, HEIGHT);
  drawCode(surface, text);
  surface.fillStyle = '#000';
  surface.textAlign = 'center';
  const font = getComputedStyle(document.body).fontFamily;
  surface.font = `600 ${NAME_SIZE}px ${font}`;
  surface.fillText(cutTo(surface, name, WIDTH - 96), WIDTH / 2, CODE + 2 * NAME_SIZE);
  surface.font = `400 ${CAPTION_SIZE}px ${font}`;
  surface.fillText(caption, WIDTH / 2, CODE + 2 * NAME_SIZE + 2 * CAPTION_SIZE);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
};

const drawCode = (surface: CanvasRenderingContext2D, text: string): void => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: MARGIN });
  const module = Math.floor(CODE / rows.length);
  const [left, top] = [(WIDTH - module * rows.length) / 2, (CODE - module * rows.length) / 2 + NAME_SIZE / 2];
  surface.fillStyle = '#000';
  rows.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) surface.fillRect(Math.round(left) + x * module, Math.round(top) + y * module, module, module);
    }),
  );
};

const cutTo = (surface: CanvasRenderingContext2D, text: string, width: number): string => {
  if (surface.measureText(text).width <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 1 && surface.measureText(`${letters.join('')}…`).width > width) letters.pop();
  return `${letters.join('')}…`;
};
