import fc from 'fast-check';
import { expect, test } from 'vitest';

import { KELP, GENERAL, message } from '../../shared/testing/projection-cast.ts';
import { messageLink, parseMessageLink } from './message-link.ts';

const said = message(7);

test('a link leads back to its message', () => {
  expect(parseMessageLink(messageLink(said))).toEqual({
    community: KELP,
    channel: GENERAL,
    to: { id: said.id, sortKey: said.sortKey },
  });
});

test('whatever else is no link', () => {
  const link = messageLink(said);
  for (const text of ['', link.slice(1), `${link} `, `${link}0000`, link.replace('#', '/'), link.replace(KELP, 'kelp')])
    expect(parseMessageLink(text)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (text) => parseMessageLink(`holdfast://message#${text}`) === undefined));
});
