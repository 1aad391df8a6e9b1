/** What every projection must do, whatever it is kept in. Runs on the one in memory and on Dexie's. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type CommunityId } from '../base/ids.ts';
import type { MessageView, ReceiptView } from '../model/views.ts';
import type { Projection, Queries } from '../ports/projection.ts';
import { describeEffects } from './effects-contract.ts';
import {
  KELP,
  REEF,
  GENERAL,
  QUIET,
  ALICE,
  BOB,
  message,
  effect,
  erase,
  messages,
  communityView,
  channelView,
  memberView,
  role,
  invite,
  receipt,
  ALL,
  textsOf,
} from './projection-cast.ts';

export type ProjectionUnderTest = { projection: Projection; queries: Queries; dispose: () => Promise<void> };

export const projectionContract = (name: string, open: () => Promise<ProjectionUnderTest>): void => {
  describe(`projection contract: ${name}`, () => {
    let projection: Projection;
    let queries: Queries;
    let dispose = async (): Promise<void> => undefined;
    beforeEach(async () => {
      ({ projection, queries, dispose } = await open());
    });
    afterEach(() => dispose());
    describeEffects(() => ({ projection, queries }));
    const history = (range: { limit: number; before?: string } = ALL): Promise<MessageView[]> =>
      queries.history(KELP, GENERAL, range);
    test('messages that arrive newest first are read oldest first', async () => {
      await projection.putMessages(messages(200, 400));
      await projection.putMessages(messages(0, 200).reverse());
      for (const n of [402, 401, 400]) await projection.putMessages([message(n)]);
      expect(await history()).toEqual(messages(0, 403));
    });

    test('the same message twice is one message', async () => {
      await projection.putMessages([message(1), message(2), message(1)]);
      await projection.putMessages([message(2), message(3)]);
      await projection.putMessages([message(1)]);
      expect(textsOf(await history())).toEqual(['message 1', 'message 2', 'message 3']);
      expect(await queries.messageCount(KELP, GENERAL)).toBe(3);
    });

    test('a message put again with other content replaces the one before', async () => {
      await projection.putMessages(messages(0, 3));
      await projection.putMessages([message(1, { text: 'edited' })]);
      await projection.putMessages([message(2, { authorName: 'alice the second' }), message(3)]);
      expect(textsOf(await history())).toEqual(['message 0', 'edited', 'message 2', 'message 3']);
      expect((await history())[2]?.authorName).toBe('alice the second');
      expect(await queries.messageCount(KELP, GENERAL)).toBe(4);
    });

    test('paging backwards meets every message once, whatever the page size', async () => {
      const all = messages(0, 730);
      await projection.putMessages(all.filter((_, i) => i % 2 === 0));
      await projection.putMessages(all.filter((_, i) => i % 2 === 1));
      for (const limit of [1_000, 100, 77, 350]) {
        const pages: MessageView[][] = [];
        for (let before: string | undefined; ; before = pages[0]?.[0]?.sortKey) {
          const page = await history(before === undefined ? { limit } : { limit, before });
          if (page.length === 0) break;
          if (page.length < limit) expect(page[0]).toEqual(all[0]);
          pages.unshift(page);
        }
        expect(pages.flat()).toEqual(all);
      }
    });

    test('`before` bounds by sort key whether or not a message has it', async () => {
      await projection.putMessages(messages(0, 450));
      expect(textsOf(await history({ limit: 2, before: message(300).sortKey }))).toEqual([
        'message 298',
        'message 299',
      ]);
      const between = `${message(300).sortKey}~`;
      expect(textsOf(await history({ limit: 2, before: between }))).toEqual(['message 299', 'message 300']);
      expect(await history({ limit: 5, before: message(0).sortKey })).toEqual([]);
      expect(await history({ limit: 5, before: '' })).toEqual([]);
      expect(textsOf(await history({ limit: 1, before: 'zzzz' }))).toEqual(['message 449']);
      expect(await history({ limit: 0 })).toEqual([]);
    });

    test('from a sort key on, whether or not a message has it', async () => {
      const from = (sortKey: string, limit: number): Promise<MessageView[]> =>
        queries.historyFrom(KELP, GENERAL, { from: sortKey, limit });
      expect(await from('', 5)).toEqual([]);
      await projection.putMessages(messages(10, 450));
      expect(await from(message(300).sortKey, 2)).toEqual([message(300), message(301)]);
      expect(await from(`${message(300).sortKey}~`, 1)).toEqual([message(301)]);
      expect(await from('', 400)).toEqual(messages(10, 410));
      expect(await from(message(448).sortKey, 9)).toEqual([message(448), message(449)]);
      expect(await from('zzzz', 9)).toEqual([]);
    });

    test('the count is that of the channel, and channels do not mix', async () => {
      expect(await queries.messageCount(KELP, GENERAL)).toBe(0);
      await projection.putMessages([
        ...messages(0, 360),
        message(1_000, { channel: QUIET, text: 'in quiet' }),
        message(1_001, { community: REEF, text: 'in reef' }),
      ]);
      expect(await queries.messageCount(KELP, GENERAL)).toBe(360);
      expect(await queries.messageCount(KELP, QUIET)).toBe(1);
      expect(textsOf(await queries.history(KELP, QUIET, ALL))).toEqual(['in quiet']);
      expect(textsOf(await queries.history(REEF, GENERAL, ALL))).toEqual(['in reef']);
      expect(await history()).toHaveLength(360);
    });

    test('writes that are not waited for leave the same history', async () => {
      const batches = [messages(300, 450), messages(0, 150), messages(100, 320), messages(430, 500)];
      await Promise.all(batches.map((batch) => projection.putMessages(batch)));
      await projection.putMessages(messages(500, 505));
      expect(await history()).toEqual(messages(0, 505));
      expect(await queries.messageCount(KELP, GENERAL)).toBe(505);
    });

    test('receipts of several devices stand beside each other; a newer one of a device replaces its older', async () => {
      await projection.putReceipts([receipt(ALICE, { [BOB]: 3 } as ReceiptView['upTo'])]);
      await projection.putReceipts([receipt(BOB, { [ALICE]: 1 } as ReceiptView['upTo'])]);
      await projection.putReceipts([receipt(BOB, { [ALICE]: 8, [BOB]: 2 } as ReceiptView['upTo'], REEF)]);
      await projection.putReceipts([receipt(BOB, { [ALICE]: 4, [BOB]: 9 } as ReceiptView['upTo'])]);
      const upTo = new Map((await queries.receipts(KELP, GENERAL)).map((held) => [held.holder, held.upTo]));
      expect(upTo).toEqual(
        new Map([
          [ALICE, { [BOB]: 3 }],
          [BOB, { [ALICE]: 4, [BOB]: 9 }],
        ]),
      );
      expect(await queries.receipts(KELP, QUIET)).toEqual([]);
    });

    test('since when somebody has what is kept beside what they have', async () => {
      await projection.putReceipts([{ ...receipt(BOB, { [ALICE]: 4 } as ReceiptView['upTo']), at: 5 }]);
      await projection.putReceipts([{ ...receipt(BOB, { [ALICE]: 7 } as ReceiptView['upTo']), at: 6 }]);
      const [held] = await queries.receipts(KELP, GENERAL);
      expect(held).toMatchObject({ at: 6, steps: [{ device: ALICE, from: 4, upTo: 7, at: 6 }] });
    });

    test('what a device said from a record on goes away, and may come back', async () => {
      await projection.putMessages(messages(0, 450));
      await projection.putMessages([message(450, { device: BOB, seq: 3 })]);
      await projection.forgetFrom({ community: KELP, channel: GENERAL, device: ALICE }, 120);
      const kept = [...messages(0, 120), message(450, { device: BOB, seq: 3 })];
      expect(textsOf(await queries.history(KELP, GENERAL, ALL))).toEqual(textsOf(kept));
      expect(await queries.messageCount(KELP, GENERAL)).toBe(121);
      await projection.putMessages(messages(100, 450));
      expect(await queries.messageCount(KELP, GENERAL)).toBe(451);
      expect(textsOf(await queries.history(KELP, GENERAL, ALL))).toEqual(textsOf(messages(0, 451)));
    });

    test('lanes that something is shown of ahead are known until that ends, their community goes, or all is cleared', async () => {
      await projection.setCommunities([communityView(KELP, 'Kelp'), communityView(REEF, 'Reef')]);
      const lanes = [KELP, REEF].flatMap((community) =>
        [ALICE, BOB].map((device) => ({ community, channel: GENERAL, device })),
      );
      await projection.beginPreviews([...lanes, ...lanes]);
      await projection.beginPreviews(lanes);
      expect(await projection.previews()).toHaveLength(4);
      expect(await projection.previews()).toEqual(expect.arrayContaining(lanes));
      await projection.endPreviews([
        { community: REEF, channel: GENERAL, device: ALICE },
        { community: REEF, channel: QUIET, device: BOB },
      ]);
      expect(await projection.previews()).toHaveLength(3);
      await projection.setCommunities([communityView(REEF, 'Reef')]);
      expect(await projection.previews()).toEqual([{ community: REEF, channel: GENERAL, device: BOB }]);
      await projection.clear();
      expect(await projection.previews()).toEqual([]);
    });

    test('roles come by rank, invites as they were given; what is not named goes away', async () => {
      await projection.setRoles(KELP, [role(20, 1), role(21, 500), role(22, 30)]);
      expect((await queries.roles(KELP)).map(({ rank }) => rank)).toEqual([500, 30, 1]);
      await projection.setRoles(KELP, [role(22, 30)]);
      expect(await queries.roles(KELP)).toEqual([role(22, 30)]);
      await projection.setInvites(KELP, [invite(31), invite(30), invite(32)]);
      expect(await queries.invites(KELP)).toEqual([invite(31), invite(30), invite(32)]);
      await projection.setInvites(KELP, [invite(32), invite(31)]);
      expect(await queries.invites(KELP)).toEqual([invite(32), invite(31)]);
      expect([await queries.roles(REEF), await queries.invites(REEF)]).toEqual([[], []]);
    });

    test('what is written together, of several communities, is there afterwards; what goes wrong in it is told', async () => {
      await projection.together(async () => {
        for (const community of [KELP, REEF]) {
          await Promise.all([
            projection.setRoles(community, [{ ...role(20, 1), community }]),
            projection.setInvites(community, [{ ...invite(30), community }]),
          ]);
        }
      });
      for (const community of [KELP, REEF]) {
        expect(await queries.roles(community)).toEqual([{ ...role(20, 1), community }]);
        expect(await queries.invites(community)).toEqual([{ ...invite(30), community }]);
      }
      const failing = projection.together(() => Promise.reject(new Error('no room')));
      await expect(failing).rejects.toThrow('no room');
    });

    test('who waits to be let in comes as it was given; what is not named goes away', async () => {
      await projection.setCommunities([communityView(KELP, 'Kelp'), communityView(REEF, 'Reef')]);
      const request = (fill: number) => ({
        community: KELP,
        device: fill === 0 ? ALICE : BOB,
        name: `n${fill}`,
        invite: invite(30).id,
      });
      await projection.setRequests(KELP, [request(1), request(0)]);
      expect(await queries.requests(KELP)).toEqual([request(1), request(0)]);
      await projection.setRequests(KELP, [request(0)]);
      expect(await queries.requests(KELP)).toEqual([request(0)]);
      expect(await queries.requests(REEF)).toEqual([]);
      await projection.setCommunities([communityView(REEF, 'Reef')]);
      expect(await queries.requests(KELP)).toEqual([]);
    });

    test('channels and members are those of the last say, each community by itself', async () => {
      await projection.setChannels(KELP, [channelView(GENERAL, KELP, 0), channelView(QUIET, KELP, 1)]);
      await projection.setMembers(KELP, [memberView(7, KELP), memberView(8, KELP)]);
      await projection.setChannels(REEF, [channelView(GENERAL, REEF, 0)]);
      await projection.setMembers(REEF, [memberView(7, REEF)]);
      await projection.setChannels(KELP, [{ ...channelView(QUIET, KELP, 1), topic: 'hush' }]);
      await projection.setMembers(KELP, [memberView(8, KELP)]);
      expect(await queries.channels(KELP)).toEqual([{ ...channelView(QUIET, KELP, 1), topic: 'hush' }]);
      expect(await queries.members(KELP)).toEqual([memberView(8, KELP)]);
      expect(await queries.channels(REEF)).toHaveLength(1);
      expect(await queries.members(REEF)).toHaveLength(1);
      await projection.setMembers(KELP, [memberView(7, KELP), { ...memberView(8, KELP), status: 'banned' }]);
      expect(await queries.members(KELP)).toEqual([memberView(7, KELP)]);
      expect(await queries.formerMembers(KELP)).toEqual([{ ...memberView(8, KELP), status: 'banned' }]);
    });

    test('a community’s note is there as it was given, and goes when it is not given any more', async () => {
      const note = {
        operation: invite(30).id,
        by: memberView(7, KELP).id,
        byName: 'alice',
        text: 'down\nand out',
        at: 5,
      };
      await projection.setCommunities([{ ...communityView(KELP, 'Kelp'), note }]);
      expect(await queries.communities()).toEqual([{ ...communityView(KELP, 'Kelp'), note }]);
      await projection.setCommunities([communityView(KELP, 'Kelp')]);
      expect((await queries.communities())[0]).not.toHaveProperty('note');
    });

    test('a community that is no longer named takes everything of it away; the others keep theirs', async () => {
      await projection.setCommunities([communityView(KELP, 'Kelp'), communityView(REEF, 'Reef')]);
      for (const id of [KELP, REEF]) {
        await projection.setChannels(id, [channelView(GENERAL, id, 0)]);
        await projection.setMembers(id, [memberView(7, id)]);
        await projection.putMessages(messages(0, 250).map((one) => ({ ...one, community: id })));
        await projection.putReceipts([receipt(BOB, { [ALICE]: 4 } as ReceiptView['upTo'], id)]);
        await projection.putEffects([effect({ ...message(100), community: id }, 1, erase)]);
      }
      await projection.setCommunities([communityView(REEF, 'Reef')]);
      expect(await contentOf(queries, KELP)).toEqual([0, 0, 0, 0, 0]);
      expect(await contentOf(queries, REEF)).toEqual([1, 1, 250, 250, 1]);
      expect([await projection.drops(KELP), (await projection.drops(REEF)).length]).toEqual([[], 1]);
      expect((await queries.communities()).map(({ id }) => id)).toEqual([REEF]);
      // and it can come back, from nothing
      await projection.setCommunities([communityView(REEF, 'Reef'), communityView(KELP, 'Kelp')]);
      await projection.putMessages(messages(100, 103));
      expect(await history()).toEqual(messages(100, 103));
      expect(await queries.messageCount(KELP, GENERAL)).toBe(3);
    });

    test('after clear there is nothing, and what is put again is there once', async () => {
      await projection.setCommunities([communityView(KELP, 'Kelp')]);
      await projection.setChannels(KELP, [channelView(GENERAL, KELP, 0)]);
      await projection.setMembers(KELP, [memberView(7, KELP)]);
      await projection.putReceipts([receipt(BOB, { [ALICE]: 4 } as ReceiptView['upTo'])]);
      await projection.putMessages(messages(0, 400));
      await projection.putEffects([effect(message(100), 1, erase)]);
      await projection.clear();
      expect(await queries.communities()).toEqual([]);
      expect(await contentOf(queries, KELP)).toEqual([0, 0, 0, 0, 0]);
      await projection.putMessages(messages(50, 300));
      expect(await history()).toEqual(messages(50, 300));
      expect(await queries.messageCount(KELP, GENERAL)).toBe(250);
    });

    test('any order of arrival in any batches reads as sorting by sort key', async () => {
      let mostSeen = 0;
      await fc.assert(
        fc.asyncProperty(arrivals, async (batches) => {
          await projection.clear();
          for (const batch of batches) await projection.putMessages(batch.map((n) => message(n)));
          const arrived = [...new Set(batches.flat())].sort((a, b) => a - b);
          expect(await history()).toEqual(arrived.map((n) => message(n)));
          expect(await queries.messageCount(KELP, GENERAL)).toBe(arrived.length);
          const before = message(arrived[Math.floor(arrived.length / 2)] ?? 0).sortKey;
          const lower = arrived.slice(0, Math.floor(arrived.length / 2)).slice(-120);
          expect(await history({ limit: 120, before })).toEqual(lower.map((n) => message(n)));
          mostSeen = Math.max(mostSeen, arrived.length);
        }),
        { numRuns: 25, seed: 20_261_123 },
      );
      expect(mostSeen).toBeGreaterThan(350);
    });
  });
};

/** Numbers in batches: shuffled, some of them twice. */
const arrivals = fc
  .record({
    numbers: fc.uniqueArray(fc.nat(5_000), { minLength: 1, maxLength: 700, size: 'max' }),
    again: fc.array(fc.nat(5_000), { maxLength: 20 }),
    cuts: fc.array(fc.nat(700), { maxLength: 12 }),
  })
  .map(({ numbers, again, cuts }) => {
    const all = [...numbers, ...again];
    const ends = [...new Set([...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b);
    return ends.map((end, i) => all.slice(ends[i - 1] ?? 0, end));
  });

const contentOf = async (queries: Queries, community: CommunityId): Promise<number[]> => [
  (await queries.channels(community)).length,
  (await queries.members(community)).length,
  (await queries.history(community, GENERAL, ALL)).length,
  await queries.messageCount(community, GENERAL),
  (await queries.receipts(community, GENERAL)).length,
];
