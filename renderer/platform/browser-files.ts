/** Files that the person gets from the page. Electron asks where to; a browser puts them where it puts downloads. */

import { z } from 'zod';

import { pictureKind } from '../../shared/model/picture-size.ts';

z.config({ jitless: true });

const KEPT_MS = 60_000;

export const handOver = (name: string, content: Blob): void => {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser reads it in its own time
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
};

/** Pictures as addresses that this page alone can show, and has to let go of. */
export const pictureAddresses = {
  address: (bytes: Uint8Array): string =>
    URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: `image/${pictureKind(bytes) ?? 'png'}` })),
  letGo: (address: string): void => URL.revokeObjectURL(address),
};

/** As far as every system takes it in a file's name. */
const plainName = (community: string): string => {
  const name = community
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'community' : name;
};

export const pictureName = (community: string): string => `${plainName(community)}-invite.png`;

/** The community's name and the day. */
export const fileName = (community: string, now: Date): string => {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${plainName(community)}-${day.join('-')}.holdfast`;
};

/** Made by the build, of everything that is in it. */
export const readLicences = async () => {
  const answer = await fetch('./licences.json');
  if (!answer.ok) throw new Error(`the licences are not there: ${answer.status}`);
  return licences.parse(await answer.json());
};

const licences = z.array(z.object({ name: z.string(), version: z.string(), identifier: z.string(), text: z.string() }));
