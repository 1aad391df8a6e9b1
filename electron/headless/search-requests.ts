/** The request `search`: the filters that people type, or the words alone. */
import { z } from 'zod';

import { assertNever } from '../../shared/base/assert-never.ts';
import type { CommunityView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { Search } from '../../shared/ports/search.ts';
import { narrow } from '../../shared/search/narrow.ts';
import { type Filter, filterText, parseQuery } from '../../shared/search/parse-query.ts';

z.config({ jitless: true });

export const searchRequest = z.object({
  do: z.literal('search'),
  community: z.string().max(64).optional(),
  query: z.string().max(1_000),
  limit: z.number().int().min(1).max(1_000).default(20),
  cursor: z.string().max(256).optional(),
});
export type SearchRequest = z.output<typeof searchRequest>;

type Answer = { ok: true; [field: string]: unknown } | { ok: false; error: string; message: string };

export const answerSearchRequest = async (
  queries: Queries & Search,
  { id, me }: CommunityView,
  { query, limit, cursor }: SearchRequest,
): Promise<Answer> => {
  const members = [...(await queries.members(id)), ...(await queries.formerMembers(id))];
  const known = { channels: await queries.channels(id), members, me, dayStart: utcDay };
  const { query: narrowed, unknown } = narrow(parseQuery(query), known);
  if (unknown.length > 0) {
    return { ok: false, error: 'unknown-filter', message: unknown.map(whyUnknown).join(' ') };
  }
  const page = await queries.search({ ...narrowed, community: id, limit, ...(cursor === undefined ? {} : { cursor }) });
  return { ok: true, ...page };
};

/** Which filter means nothing, why, and what would. */
const whyUnknown = (filter: Filter): string => {
  const { key, value } = filter;
  const told = `“${filterText(filter)}”:`;
  switch (key) {
    case 'from':
      return `${told} nobody here is called “${value}”. Write a member’s name, a part of it, or from:me.`;
    case 'in':
      return `${told} there is no channel “${value}”. Write a channel’s name or a part of it.`;
    case 'before':
    case 'after':
      return `${told} “${value}” is no day. Write it like 2026-01-31, 2026-01 or 2026.`;
    case 'has':
      return `${told} messages cannot be searched for “${value}”. There is has:link.`;
    default:
      return assertNever(key);
  }
};

const utcDay = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day);
