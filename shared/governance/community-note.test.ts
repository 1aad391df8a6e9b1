/** GO-23: incident notes. Who may post one, which is the current one, and that all replicas agree on it. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type GovernanceCast, type Person, quickSignatures } from '../testing/governance-cast.ts';
import { buildTown, type Town } from '../testing/governance-menu.ts';
import type { NoteState } from './community-state.ts';
import { parseOperationBody } from './operation-body.ts';
import type { Operation } from './operation.ts';
import { resolve } from './resolve.ts';

const NOON = Date.UTC(2026, 10, 26, 12);

let crypto: Crypto;
let town: Town;
let cast: GovernanceCast;
beforeAll(async () => {
  crypto = quickSignatures(await loadSodiumCrypto());
});
beforeEach(() => {
  town = buildTown(crypto);
  ({ cast } = town);
});

const say = (who: Person, text: string, at = NOON): Operation => cast.sign(who, { kind: 'COMMUNITY_NOTE', text, at });
const resolved = (operations: readonly Operation[] = cast.all) =>
  resolve(cast.crypto, cast.community(), operations).current();
const note = (operations?: readonly Operation[]): NoteState | undefined => resolved(operations)?.state.note;
const meet = (): void => cast.meet(town.alice, town.bob, town.carol, town.tablet, town.mallory);

describe('[GO-23] the note', () => {
  test('is that of somebody who may manage the community, with who, and when by their clock', () => {
    const { id } = say(town.bob, 'Servers down.\nWe are on LAN and codes.');
    expect(note()).toEqual({
      operation: id,
      by: town.bob.member,
      text: 'Servers down.\nWe are on LAN and codes.',
      at: NOON,
    });
  });

  test('is not that of a plain member, whose operation is void', () => {
    const { id } = say(town.mallory, 'Send me your keys.');
    expect(note()).toBeUndefined();
    expect(resolved()?.voids.get(id)).toBe('no-permission');
  });

  test('is the newest; its time decides nothing, and an empty one takes it away', () => {
    say(town.alice, 'from the future', NOON + 1e9);
    say(town.alice, 'newer');
    meet();
    say(town.bob, 'newest', 0);
    expect(note()?.text).toBe('newest');
    meet();
    say(town.carol, '');
    expect(note()).toBeUndefined();
    say(town.carol, 'again');
    expect(note()?.text).toBe('again');
  });

  test('of two who did not know of each other is the same one for everybody, whatever arrives first', () => {
    const before = [...cast.all];
    const [ofBob, ofCarol] = [say(town.bob, 'from bob'), say(town.carol, 'from carol')];
    const one = note([...before, ofBob, ofCarol]);
    expect(one).toEqual(note([...before, ofCarol, ofBob]));
    // of equal depth, so the greater id comes last
    expect(one?.operation).toBe(ofBob.id > ofCarol.id ? ofBob.id : ofCarol.id);
  });
});

describe('[GO-14] [GO-23] when the right to post notes is withdrawn', () => {
  const takeFromBob = (): Operation =>
    cast.sign(town.alice, { kind: 'ROLE_UNASSIGN', member: town.bob.member, role: town.guards });

  test('a note of before stays, and another is void', () => {
    say(town.bob, 'while I might');
    meet();
    takeFromBob();
    meet();
    expect(note()?.text).toBe('while I might');
    const { id } = say(town.bob, 'and now');
    expect(note()?.text).toBe('while I might');
    expect(resolved()?.voids.get(id)).toBe('no-permission');
  });

  test('at the same time, the note does not count, and the one before it is there again', () => {
    say(town.alice, 'the one before');
    meet();
    takeFromBob();
    const { id } = say(town.bob, 'did not know');
    meet();
    expect(note()?.text).toBe('the one before');
    expect(resolved()?.voids.get(id)).toBe('author-revoked-meanwhile');
  });

  test('an admin who is banned leaves their note to be taken away by others', () => {
    say(town.bob, 'my last words');
    meet();
    cast.ban(town.alice, town.bob);
    expect(note()).toMatchObject({ text: 'my last words', by: town.bob.member });
    say(town.alice, '');
    expect(note()).toBeUndefined();
  });
});

describe('[OB-2] a note holds', () => {
  const fits = (text: string, at: number = NOON): boolean =>
    parseOperationBody('COMMUNITY_NOTE', { text, at }) !== undefined;

  test.each([
    ['nothing: then it takes the note away', ''],
    ['500 characters', 'x'.repeat(500)],
    ['ten lines', Array.from({ length: 10 }, () => 'line').join('\n')],
    ['any script, and emoji that are joined', 'סרבר נפל · サーバー停止 · 👩‍🚒'],
  ])('%s', (_what, text) => expect(fits(text)).toBe(true));

  test.each([
    ['501 characters', 'x'.repeat(501)],
    ['eleven lines', Array.from({ length: 11 }, () => 'line').join('\n')],
    ['space at its end', 'text '],
    ['a line’s end at its beginning', '\ntext'],
    ['only spaces', '  '],
    ['a return, which hides what is before it', 'text\rother'],
    ['a tab', 'a\tb'],
    ['a control character', 'a\u0007b'],
    ['an end of line in disguise', 'a\u2028b'],
    ['what turns the direction of reading', 'a\u202Eb'],
  ])('not %s', (_what, text) => expect(fits(text)).toBe(false));

  test.each([-1, 0.5, 2 ** 48])('not the time %d', (at) => expect(fits('text', at)).toBe(false));
});
