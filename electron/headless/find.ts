/** What a request names: by its id, or by a name that only one has. */
import { type CommunityId, type MemberId, parseCommunityId } from '../../shared/base/ids.ts';
import { fail, ok, type Result } from '../../shared/base/result.ts';
import type { RoleId } from '../../shared/model/permissions.ts';
import type { ChannelView, CommunityView, MemberView } from '../../shared/model/views.ts';
import type { Queries } from '../../shared/ports/projection.ts';

/** With one community its id may be left out. */
export const findCommunity = async (
  queries: Queries,
  wished: string | undefined,
): Promise<CommunityView | undefined> => {
  const communities = await queries.communities();
  if (wished === undefined) return communities.length === 1 ? communities[0] : undefined;
  return communities.find(({ id }) => id === parseCommunityId(wished));
};

/** By id or by name, with or without `#`. */
export const findChannel = async (
  queries: Queries,
  community: CommunityId,
  wished: string,
): Promise<ChannelView | undefined> => {
  const name = wished.replace(/^#/, '');
  const channels = await queries.channels(community);
  const called = channels.filter((each) => each.name === name);
  // a person may be called like a channel; then the channel is meant
  return channels.find(({ id }) => id === wished) ?? called.find(({ kind }) => kind === 'channel') ?? called[0];
};

export const noSuchChannel = (wished: string): ReturnType<typeof fail<'no-such-channel'>> =>
  fail('no-such-channel', `There is no channel “${wished}” in this community.`);

/**
 * Of two with one name none is meant: a name can be borrowed, an id cannot.
 * @param among where to look, the likeliest first; a later group counts only if nobody in those before it fits
 */
export const findMember = (
  wished: string,
  among: readonly (readonly MemberView[])[],
): Result<MemberId, 'no-such-member' | 'ambiguous-name'> => {
  const byId = among.flat().find(({ id }) => id === wished);
  if (byId !== undefined) return ok(byId.id);
  const named = among.map((group) => group.filter(({ name }) => name === wished)).find((group) => group.length > 0);
  const [one, another] = named ?? [];
  if (one === undefined) return fail('no-such-member', `Nobody here is called “${wished}”. \`members\` lists them.`);
  return another === undefined ? ok(one.id) : fail('ambiguous-name', severalAre(wished));
};

export const findRole = async (
  queries: Queries,
  community: CommunityId,
  wished: string,
): Promise<Result<RoleId, 'no-such-role' | 'ambiguous-name'>> => {
  const roles = await queries.roles(community);
  const byId = roles.find(({ id }) => id === wished);
  if (byId !== undefined) return ok(byId.id);
  const [one, another] = roles.filter(({ name }) => name === wished);
  if (one === undefined) return fail('no-such-role', `There is no role “${wished}” here. \`roles\` lists them.`);
  return another === undefined ? ok(one.id) : fail('ambiguous-name', severalAre(wished));
};

const severalAre = (name: string): string => `Several are called “${name}”. Say which by its id.`;
