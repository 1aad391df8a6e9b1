/** Alice shows a picture of hers; Bob sees it wherever her name stands, also when she is gone. */
import type { Locator, Page } from '@playwright/test';

import { look } from '../support/look.ts';
import { timelineMessage } from '../support/messages.ts';
import { copyInvite, createCommunity, joinCommunity, member, message, say } from '../support/screen.ts';
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

const choose = async (field: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> =>
  field.locator('input[type=file]').setInputFiles(file);

test('bob sees the picture that alice chose, and still does after a restart while she is gone', async ({
  people,
}, testInfo) => {
  const [alice, bob] = await Promise.all([people('alice'), people('bob')]);
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  await joinCommunity(bob.page, 'Bob', await copyInvite(alice.page));
  await say(alice.page, 'Morning!');
  await expect(message(bob.page, 'Morning!')).toBeVisible();

  const field = await openOwnPicture(alice.page);
  await choose(field, { name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(field).toContainText('This file is not a picture that can be read.');
  await choose(field, { name: 'flag.png', mimeType: 'image/png', buffer: Buffer.from(await flag(alice.page)) });
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
