import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

import { concatBytes, toBase64Url } from '../base/bytes.ts';
import { inDomain } from '../base/domain.ts';
import { communityId } from '../base/ids.ts';
import { createWriter } from '../base/writer.ts';
import type { Crypto } from '../ports/crypto.ts';
import { formatInvite, type Invite, parseInvite, previewInvite, writeInvitePart } from './invite.ts';
import { loadSodiumCrypto } from './sodium-crypto.ts';

let crypto: Crypto;
beforeAll(async () => {
  crypto = await loadSodiumCrypto();
});

const invite: Invite = {
  community: communityId(new Uint8Array(32).fill(5)),
  seed: new Uint8Array(16).fill(6),
  name: 'Kelp forest',
  inviter: 'alice',
  history: 'full',
  addresses: ['192.0.2.7:27600', '[fd00::7]:27600'],
};

test('[JO-1] a link says what it was made from, also pasted in brackets or behind a web page', () => {
  const link = formatInvite(crypto, invite);
  for (const text of [link, `  <${link}>\n`, link.replace('holdfast://join', 'https://example.org/join')]) {
    expect(parseInvite(crypto, text)).toEqual({ ok: true, value: invite });
  }
  expect(previewInvite(crypto, invite).fingerprint).toMatch(/^([2-9A-Z]{4} ){4}[2-9A-Z]{4}$/);
});

test('what is not an invite, or is damaged, gets words that say what to do', () => {
  const link = formatInvite(crypto, invite);
  expect(parseInvite(crypto, 'hello')).toMatchObject({ error: 'not-an-invite' });
  expect(parseInvite(crypto, '')).toMatchObject({ error: 'not-an-invite' });
  expect(parseInvite(crypto, `javascript:alert(1)#${link.split('#')[1] ?? ''}`)).toMatchObject({
    error: 'not-an-invite',
  });
  expect(parseInvite(crypto, link.slice(0, -3))).toMatchObject({ error: 'damaged' });
  expect(parseInvite(crypto, `${link}${'A'.repeat(5_000)}`)).toMatchObject({ error: 'not-an-invite' });
});

test('[JO-1] a changed character anywhere is found', () => {
  const link = formatInvite(crypto, invite);
  fc.assert(
    fc.property(
      fc.integer({ min: 16, max: link.length - 1 }),
      fc.constantFrom(...'ABCXYZabc019-_'.split('')),
      (at, letter) => {
        fc.pre(link[at] !== letter);
        expect(parseInvite(crypto, link.slice(0, at) + letter + link.slice(at + 1)).ok).toBe(false);
      },
    ),
  );
});

test('a link of before, which names no addresses, is read as one without', () => {
  const bare = { ...invite, addresses: [] };
  const body = writeInvitePart(createWriter().u8(1), bare).done();
  const check = crypto.hash(inDomain('holdfast/invite-check/1', body)).subarray(0, 4);
  const link = `holdfast://join#${toBase64Url(concatBytes(body, check))}`;
  expect(parseInvite(crypto, link)).toEqual({ ok: true, value: bare });
});
