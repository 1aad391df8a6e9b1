import { describe, expect, test } from 'vitest';

import { createMemoryProjection } from '../../shared/peer/memory-projection.ts';
import {
  channelView,
  communityView,
  GENERAL,
  KELP,
  memberView,
  message,
} from '../../shared/testing/projection-cast.ts';
import { answerSearchRequest, searchRequest } from './search-requests.ts';

const asked = async (query: string) => {
  const projection = createMemoryProjection();
  await projection.setChannels(KELP, [{ ...channelView(GENERAL, KELP, 0), name: 'general' }]);
  await projection.setMembers(KELP, [{ ...memberView(7, KELP), name: 'alice' }]);
  await projection.putMessages([message(1, { text: 'the tide is high' })]);
  return answerSearchRequest(projection, communityView(KELP, 'Kelp'), searchRequest.parse({ do: 'search', query }));
};

describe('the request `search`', () => {
  test('finds what filters mean', async () => {
    expect(await asked('tide from:alice in:general')).toMatchObject({ ok: true, hits: [{ message: { seq: 1 } }] });
    expect(await asked('tide before:1970-01-01')).toMatchObject({ ok: true, hits: [] });
  });

  test.each([
    ['from:carol', 'nobody here is called “carol”'],
    ['in:harbour', 'there is no channel “harbour”'],
    ['after:soon', '“soon” is no day'],
    ['before:2026-13', '“2026-13” is no day'],
    ['has:file', 'messages cannot be searched for “file”'],
  ])('says which filter means nothing, and why: %s', async (filter, why) => {
    const answer = await asked(`tide ${filter}`);
    expect(answer).toMatchObject({ ok: false, error: 'unknown-filter' });
    expect(answer['message']).toContain(`“${filter}”: `);
    expect(answer['message']).toContain(why);
  });

  test('says it of each of them', async () => {
    const { message: told } = await asked('from:carol in:harbour');
    expect(told).toContain('“from:carol”: nobody');
    expect(told).toContain('“in:harbour”: there');
  });
});
