/** Pictures of people whom nobody ever photographed: somebody before the sea, in colours that follow from a name. */
import type { Services } from '../app/services.ts';
import { chanceFrom } from './chance.ts';
import type { World } from './world.ts';

const SIDE = 128;

const draw = async (name: string): Promise<Uint8Array> => {
  const { upTo } = chanceFrom(`face of ${name}`);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const surface = canvas.getContext('2d');
  if (surface === null) throw new Error('this browser does not draw');
  const round = (x: number, y: number, wide: number, high: number, colour: string): void => {
    surface.fillStyle = colour;
    surface.beginPath();
    surface.ellipse(x, y, wide, high, 0, 0, 7);
    surface.fill();
  };
  const hue = upTo(360);
  surface.fillStyle = `hsl(${hue} 50% 78%)`;
  surface.fillRect(0, 0, SIDE, SIDE);
  surface.fillStyle = `hsl(${hue + 160} 35% 45%)`;
  surface.fillRect(0, 74, SIDE, SIDE);
  const skin = `hsl(${20 + upTo(14)} 45% ${35 + upTo(40)}%)`;
  round(64, 128, 46, 42, `hsl(${upTo(360)} 45% 35%)`);
  round(64, 50, 27, 30, `hsl(${upTo(40)} 35% ${15 + upTo(35)}%)`);
  round(64, 60, 23, 28, skin);
  const kept = await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
  return new Uint8Array(await kept.arrayBuffer());
};

/** Whose picture is named in the world; what any file comes to. */
export const drawnFaces = (
  worlds: () => readonly World[],
): Pick<Services, 'faces'> & { shrink: () => Promise<Uint8Array> } => ({
  shrink: () => draw('whoever looks at this'),
  faces: {
    shown: async () =>
      new Map(
        worlds().flatMap(({ members }) =>
          members.flatMap(({ id, avatar }) => (avatar === undefined ? [] : [[id, avatar] as const])),
        ),
      ),
    read: draw,
    address: (bytes) => URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/webp' })),
    letGo: (address) => URL.revokeObjectURL(address),
  },
});
