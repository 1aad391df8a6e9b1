/** People show pictures of theirs, from the first screen on; others see them wherever their names stand. */
import { writeFile } from 'node:fs/promises';

import type { Locator, Page } from '@playwright/test';

import { look } from '../support/look.ts';
import { timelineMessage } from '../support/messages.ts';
import { copyInvite, createCommunity, joinCommunity, member, message, openInvite, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

/** A wide picture: red, green in the middle, blue. */
const flag = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(900, 300);
    const surface = canvas.getContext('2d');
    ['#d00000', '#00a000', '#0000d0'].forEach((colour, at) => {
      if (surface === null) return;
      surface.fillStyle = colour;
      surface.fillRect(at * 300, 0, 300, 300);
    });
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
  });

/** A header of a PNG, and nothing more. */
const png = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};

const pictureIn = (place: Locator): Locator => place.locator('.avatar-picture');

/** What is in its middle and how large it is. */
const seen = (picture: Locator) =>
  picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode();
    const surface = new OffscreenCanvas(1, 1).getContext('2d');
    surface?.drawImage(image, 64, 64, 1, 1, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = surface?.getImageData(0, 0, 1, 1).data ?? [];
    return { size: image.naturalWidth, isGreen: green > 120 && red < 40 && blue < 40 };
  });

const openOwnPicture = async (page: Page): Promise<Locator> => {
  await page.keyboard.press('Control+,');
  return page.getByTestId('own-picture');
};

const choose = (field: Locator, buffer: Buffer): Promise<void> =>
  field.locator('input[type=file]').setInputFiles({ name: 'flag.png', mimeType: 'image/png', buffer });

const copyPicture = (page: Page, bytes: number[]): Promise<void> =>
  page.evaluate(async (picture) => {
    const blob = new Blob([new Uint8Array(picture)], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }, bytes);

/** Drags a file from outside the browser. */
const dropFile = async (place: Locator, path: string): Promise<void> => {
  const box = await place.boundingBox();
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 };
  const session = await place.page().context().newCDPSession(place.page());
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      ...at,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
  await session.detach();
};

test('bob sees the picture that alice chose, and still does after a restart while she is gone', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(alice.page, 'Morning!');
  await expect(message(bob.page, 'Morning!')).toBeVisible();

  const field = await openOwnPicture(alice.page);
  await choose(field, Buffer.from(await flag(alice.page)));
  await expect(field).toContainText('This is how it will look.');
  await look(alice.page, 'own-picture-preview', testInfo);
  await field.getByRole('button', { name: 'Use this picture' }).click();
  await expect(field).toContainText('Saved.');
  await expect(field.getByRole('button', { name: 'Remove picture' })).toBeVisible();
  await look(alice.page, 'own-picture', testInfo);
  await alice.page.keyboard.press('Escape');

  const inList = (page: Page) => pictureIn(member(page, 'Alice'));
  const atMessage = (page: Page) => pictureIn(timelineMessage(page, 'Morning!'));
  for (const picture of [inList(bob.page), atMessage(bob.page)]) {
    await expect(picture).toBeVisible();
    expect(await seen(picture)).toEqual({ size: 128, isGreen: true });
  }
  await expect(pictureIn(member(bob.page, 'Bob'))).toHaveCount(0);
  await look(bob.page, 'face', testInfo);

  await alice.close();
  await alice.host.stop();
  await bob.close();
  const page = await bob.reopen();
  for (const picture of [inList(page), atMessage(page)])
    expect(await seen(picture)).toEqual({ size: 128, isGreen: true });
});

test('alice and bob choose pictures before they are anywhere, and have them where they come in', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  const first = alice.page.getByTestId('own-name');
  await choose(first, Buffer.from('no picture'));
  await expect(first.getByRole('alert')).toContainText('This file is not a picture that can be read.');
  await look(alice.page, 'first-picture-problem', testInfo);
  const picture = Buffer.from(await flag(alice.page));
  await choose(first, picture);
  expect(await seen(pictureIn(first))).toEqual({ size: 128, isGreen: true });
  await expect(first.getByRole('alert')).toHaveCount(0);
  await first.getByRole('button', { name: 'Remove picture' }).click();
  await expect(pictureIn(first)).toHaveCount(0);
  await choose(first, picture);
  await expect(pictureIn(first)).toBeVisible();
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const own = (page: Page, name: string) => pictureIn(member(page, name));
  await expect(own(alice.page, 'Alice')).toBeVisible();

  // what is pasted there is an invite, as ever; a picture is dropped on the drawn one
  const path = testInfo.outputPath('flag.png');
  await writeFile(path, picture);
  const confirmation = await openInvite(bob.page, 'Bob', await copyInvite(alice.page));
  await dropFile(confirmation.getByTestId('own-name'), path);
  await expect(pictureIn(confirmation.getByTestId('own-name'))).toBeVisible();
  await look(bob.page, 'join-with-picture', testInfo);
  await confirmation.getByRole('button', { name: 'Join community' }).click();
  for (const { page } of [alice, bob]) {
    for (const name of ['Alice', 'Bob']) {
      await expect(own(page, name)).toBeVisible();
      expect(await seen(own(page, name))).toEqual({ size: 128, isGreen: true });
    }
  }

  // it was for that community alone
  await alice.page.getByRole('button', { name: 'Add a community' }).click();
  await alice.page.getByRole('button', { name: 'Create a community' }).click();
  await alice.page.getByLabel('Community name').fill('Lighthouse');
  await alice.page.keyboard.press('Enter');
  await expect(member(alice.page, 'Alice')).toBeVisible();
  await expect(alice.page.getByRole('button', { name: 'Lighthouse', exact: true }).first()).toBeVisible();
  await expect(own(alice.page, 'Alice')).toHaveCount(0);
});

test('a picture is pasted, dropped and removed; what cannot be one is said, and why', async ({ people }, testInfo) => {
  const { page } = await people('alice');
  await createCommunity(page, 'Alice', 'Harbour watch');
  const bytes = await flag(page);
  const own = pictureIn(member(page, 'Alice'));
  const field = await openOwnPicture(page);
  const use = field.getByRole('button', { name: 'Use this picture' });

  await copyPicture(page, bytes);
  await page.keyboard.press('Control+v');
  await expect(field).toContainText('This is how it will look.');
  expect(await seen(pictureIn(field))).toEqual({ size: 128, isGreen: true });
  await use.click();
  await expect(own).toHaveCount(1);

  await field.getByRole('button', { name: 'Remove picture' }).click();
  await expect(field).toContainText('Removed. Members see the drawn picture again.');
  await expect(own).toHaveCount(0);
  await expect(pictureIn(field)).toHaveCount(0);

  const path = testInfo.outputPath('flag.png');
  await writeFile(path, Buffer.from(bytes));
  await dropFile(field, path);
  expect(await seen(pictureIn(field))).toEqual({ size: 128, isGreen: true });
  await field.getByRole('button', { name: 'Cancel' }).click();
  await expect(pictureIn(field)).toHaveCount(0);
  await dropFile(field, path);
  await use.click();
  await expect(own).toHaveCount(1);

  const problems: readonly [string, string, Buffer][] = [
    ['no-picture', 'This file is not a picture that can be read.', Buffer.from('no picture')],
    ['too-large', 'This picture is too large. Use one of less than 20 MB.', Buffer.alloc(20 * 1024 * 1024 + 1)],
    ['too-many-pixels', 'This picture has more than 40 megapixels.', png(8_001, 5_000)],
  ];
  for (const [name, words, file] of problems) {
    await choose(field, file);
    await expect(field.getByRole('alert')).toContainText(words);
    await look(page, `own-picture-${name}`, testInfo);
  }
  await expect(pictureIn(field)).toBeVisible();
});
