/** Counts what others said after a mark, in what is stored; only as far as it is shown. */
import type { MemberId } from '../../shared/base/ids.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { ChannelScope } from './news-ports.ts';

/** Stands for any more. */
export const MANY = 100;

/** Messages in one reading: a row or two of the store. */
const PAGE = 150;
/** Who writes most of a channel alone has little to read there. */
const PAGES = 5;

/** @param isOthers of somebody else, whom this person wants to hear @param horizon what is dated after it is not counted */
export const countUnread = async (
  { historyFrom }: Pick<Queries, 'historyFrom'>,
  { community, channel }: ChannelScope,
  upTo: string,
  { isOthers, horizon }: { isOthers: (author: MemberId) => boolean; horizon: string },
): Promise<{ fresh: number; from: number | undefined }> => {
  let fresh = 0;
  let from: number | undefined;
  let start = `${upTo}\0`;
  for (let page = 0; page < PAGES && fresh < MANY; page += 1) {
    const read = await historyFrom(community, channel, { limit: PAGE, from: start });
    const news = read.filter(
      ({ author, gone, hidden, sortKey }) =>
        isOthers(author) && gone === undefined && hidden === undefined && sortKey <= horizon,
    );
    fresh += news.length;
    from ??= news[0]?.sentAt;
    const last = read.at(-1);
    if (last === undefined || read.length < PAGE) break;
    start = `${last.sortKey}\0`;
  }
  return { fresh: Math.min(MANY, fresh), from };
};
