/** The disk of alice's profile is small, and fills up while she writes. */
import { join } from 'node:path';

import { makeSmallDisk, whyNoSmallDisk } from '../../electron/host/testing/small-disk.ts';
import { look } from '../support/look.ts';
import { composer, createCommunity, delivery, message, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

const reason = whyNoSmallDisk();
// once, from the runner itself: the list reporter does not print why a test is skipped
if (reason !== undefined && process.env['TEST_WORKER_INDEX'] === undefined)
  console.warn(`full-disk.spec.ts: ${reason}`);
test.skip(reason !== undefined, reason ?? '');

const MB = 1024 * 1024;

test('[JR-12] the disk is almost full: alice is told what that means, her text is kept, and it goes on by itself', async ({
  people,
  testDir,
}, testInfo) => {
  const disk = makeSmallDisk(join(testDir, 'alice', 'profiles'));
  try {
    const alice = await people('alice');
    const { page } = alice;
    const banner = page.getByText('The disk of this device is almost full.', { exact: true });
    await createCommunity(page, 'Alice', 'Harbour watch');
    await say(page, 'There is room.');
    await expect(delivery(page, 'There is room.')).toHaveText('saved here');

    await disk.fillUp(45 * MB);
    await expect(banner).toBeVisible();
    await composer(page).fill('Is there room?');
    await expect(page.getByRole('button', { name: 'Send message' })).toBeDisabled();
    await expect(page.getByText('Sending is paused because the disk')).toBeVisible();
    await composer(page).press('Enter');
    await expect(composer(page)).toHaveValue('Is there room?');
    await look(page, 'disk-full', testInfo);

    await disk.empty();
    await expect(banner).toHaveCount(0);
    await composer(page).press('Enter');
    await expect(delivery(page, 'Is there room?')).toHaveText('saved here');
    await alice.host.restart();
    await alice.reopen();
    for (const text of ['There is room.', 'Is there room?']) await expect(message(alice.page, text)).toHaveCount(1);
    await alice.close();
    await alice.host.stop();
  } finally {
    disk.dispose();
  }
});
