import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { toBase32 } from '../base/base32.ts';
import { concatBytes } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { communityId } from '../base/ids.ts';
import type { Crypto } from '../ports/crypto.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { formatInvite, type InvitePart } from './invite.ts';
import {
  openAnswer,
  openOffer,
  parseLinkCode,
  previewJoin,
  writeAnswer,
  writeInviteOffer,
  writeOffer,
} from './link-code.ts';
import { loadSodiumCrypto } from './sodium-crypto.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const random = createSeededRandom(28);
const KELP_KEY = new Uint8Array(32).fill(1);
const MARK_KEY = new Uint8Array(32).fill(2);
/** As long as Chromium's with three addresses. */
const SIDE = Uint8Array.from({ length: 95 }, (_, i) => (i * 37 + 5) & 255);
const ANSWER_SIDE = SIDE.map((byte) => byte ^ 85);
const INVITE: InvitePart = {
  community: communityId(new Uint8Array(32).fill(7)),
  seed: Uint8Array.from({ length: 16 }, (_, i) => i * 11),
  name: 'Harbour watch',
  inviter: 'Alice',
  history: 'full',
};

const ports = () => ({ crypto, random });
const offer = (key = KELP_KEY) => writeOffer(ports(), key, SIDE);
const answerTo = (bytes: Uint8Array, key = KELP_KEY): string => writeAnswer(ports(), key, bytes, ANSWER_SIDE);

const read = <K extends 'offer' | 'invite-offer' | 'answer'>(text: string, kind: K) => {
  const parsed = parseLinkCode(text);
  if (!parsed.ok || parsed.value.kind !== kind) throw new Error(`no ${kind}: ${text}`);
  return parsed.value as Extract<typeof parsed.value, { kind: K }>;
};

test('[CD-3] an offer opens with the community’s key and with no other, and two of them have nothing in common', () => {
  const [one, other] = [read(offer().code, 'offer'), read(offer().code, 'offer')];
  expect(openOffer(crypto, KELP_KEY, one)).toEqual(SIDE);
  expect(openOffer(crypto, MARK_KEY, one)).toBeUndefined();
  expect(one.salt).not.toEqual(other.salt);
  expect(one.sealed.filter((byte, i) => byte === other.sealed[i]).length).toBeLessThan(10);
});

test('[CD-4] an offer that invites says what an invite link says, and the newcomer sees it before anything is done', () => {
  const { code } = writeInviteOffer(INVITE, SIDE);
  expect(read(code, 'invite-offer')).toMatchObject({ invite: INVITE, side: SIDE });
  const byLink = previewJoin(crypto, formatInvite(crypto, { ...INVITE, addresses: [] }));
  expect(byLink).toMatchObject({ ok: true, value: { name: 'Harbour watch', inviter: 'Alice', history: 'full' } });
  expect(previewJoin(crypto, code)).toEqual(byLink);
});

test('[CD-5] an answer opens for the offer that it answers: not for another, not with another key, not as an offer', () => {
  const made = offer();
  const answer = read(answerTo(made.bytes), 'answer');
  expect(openAnswer(crypto, KELP_KEY, made.bytes, answer)).toEqual(ANSWER_SIDE);
  expect(openAnswer(crypto, KELP_KEY, offer().bytes, answer)).toBeUndefined();
  expect(openAnswer(crypto, MARK_KEY, made.bytes, answer)).toBeUndefined();
  expect(openOffer(crypto, KELP_KEY, answer)).toBeUndefined();
});

test('[CD-5] two who answer one offer use two keys', () => {
  const made = offer();
  const [bob, carol] = [read(answerTo(made.bytes), 'answer'), read(answerTo(made.bytes), 'answer')];
  expect(bob.sealed.filter((byte, i) => byte === carol.sealed[i]).length).toBeLessThan(10);
});

/** With what is read alike left out: those are not errors. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codes = (): string[] => [offer().code, writeInviteOffer(INVITE, SIDE).code, answerTo(offer().bytes)];

test('[CD-1] every wrong character is found, wherever it stands', () => {
  for (const code of codes()) {
    for (let at = 0; at < code.length; at += 1) {
      for (const letter of `${LETTERS}:U`) {
        if (letter === code[at]) continue;
        const parsed = parseLinkCode(code.slice(0, at) + letter + code.slice(at + 1));
        expect(parsed.ok, `${letter} at ${at}`).toBe(false);
      }
    }
  }
});

test('[CD-1] every truncation, every missing or doubled character, and every two that changed places are found', () => {
  for (const code of codes()) {
    const start = code.indexOf(':') + 1;
    for (let at = 0; at < code.length; at += 1) expect(parseLinkCode(code.slice(0, at)).ok).toBe(false);
    for (let at = start; at < code.length; at += 1) {
      expect(parseLinkCode(code.slice(0, at) + code.slice(at + 1)).ok, `without ${at}`).toBe(false);
      expect(parseLinkCode(code.slice(0, at) + code[at] + code.slice(at)).ok, `twice ${at}`).toBe(false);
      const [one = '', two = ''] = [code[at], code[at + 1]];
      if (one === two || two === '') continue;
      expect(parseLinkCode(code.slice(0, at) + two + one + code.slice(at + 2)).ok, `swapped ${at}`).toBe(false);
    }
  }
});

test('[CD-1] it is read as people pass it on: in lines, in groups, in lower case, in brackets, without its first word', () => {
  const { code } = offer();
  const whole = parseLinkCode(code);
  const letters = code.slice('HOLDFAST-OFFER:'.length);
  for (const text of [
    ` <${code}>\n`,
    code.toLowerCase(),
    `HOLDFAST-OFFER:\n${letters.replaceAll(/(.{4})/g, '$1 ')}`,
    code.replaceAll(/(.{40})/g, '$1\r\n'),
    letters.replaceAll(/(.{5})/g, '$1-'),
    code.replaceAll('0', 'o').replaceAll('1', 'l').replace('HoLDFAST', 'HOLDFAST'),
  ])
    expect(parseLinkCode(text), text).toEqual(whole);
});

const withCheck = (...body: number[]): string => {
  const bytes = Uint8Array.from(body);
  const check = crc32(bytes);
  return toBase32(
    concatBytes(bytes, Uint8Array.of(check >>> 24, (check >> 16) & 255, (check >> 8) & 255, check & 255)),
  );
};

test('[CD-1] what is no code, a damaged one, one of a newer version and the wrong one of two are told apart', () => {
  for (const text of [
    '',
    'hello',
    'holdfast://join#AQZF',
    `${'A'.repeat(5_000)}`,
    'HOLDFAST-OFFER:',
    'HOLDFAST-THING:0123',
  ])
    expect(parseLinkCode(text), text).toMatchObject({ error: 'not-a-code' });
  expect(parseLinkCode('HOLDFAST-OFFER:0123')).toMatchObject({ error: 'damaged' });
  const filler = Array.from({ length: 60 }, (_, i) => i);
  expect(parseLinkCode(`HOLDFAST-OFFER:${withCheck(2, 1, ...filler)}`)).toMatchObject({ error: 'newer-version' });
  expect(parseLinkCode(`HOLDFAST-OFFER:${withCheck(1, 9, ...filler)}`)).toMatchObject({ error: 'damaged' });
  expect(parseLinkCode(`HOLDFAST-OFFER:${withCheck(1, 1, ...filler)}`)).toMatchObject({ ok: true });
  expect(parseLinkCode(`HOLDFAST-ANSWER:${withCheck(1, 1, ...filler)}`)).toMatchObject({ error: 'damaged' });
  const answer = answerTo(offer().bytes);
  expect(previewJoin(crypto, offer().code)).toMatchObject({
    error: 'no-invite',
    message: /for people who are members/,
  });
  expect(previewJoin(crypto, answer)).toMatchObject({ error: 'no-invite', message: /This is an answer/ });
  expect(previewJoin(crypto, 'hello')).toMatchObject({ error: 'not-an-invite' });
});

test('[CD-1] hostile texts and bytes never throw', () => {
  const bytes = fc.uint8Array({ maxLength: 400 });
  fc.assert(fc.property(fc.string({ maxLength: 600 }), (text) => void parseLinkCode(text)));
  fc.assert(
    fc.property(fc.constantFrom(0, 1, 2), fc.nat(4), bytes, (version, kind, rest) => {
      const parsed = parseLinkCode(`HOLDFAST-OFFER:${withCheck(version, kind, ...rest)}`);
      if (!parsed.ok || parsed.value.kind !== 'offer') return;
      expect(openOffer(crypto, KELP_KEY, parsed.value)).toBeUndefined();
    }),
  );
});

test('[CD-1] every character is one that QR codes hold in their alphanumeric mode', () => {
  for (const code of codes()) expect(code).toMatch(/^[0-9A-Z:-]+$/);
});
