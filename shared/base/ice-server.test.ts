import { describe, expect, test } from 'vitest';

import { canConnect, iceParts, MAX_ICE_SERVERS, readIceServer, readIceServers } from './ice-server.ts';

const KELP = { username: 'kelp', credential: 's3cret' };

describe('[RL-1] addresses of relays and address helpers', () => {
  test('what is right is kept with all of it said', () => {
    for (const [typed, kept] of [
      ['turn:relay.example.org', 'turn:relay.example.org:3478?transport=udp'],
      [' TURN:Relay.Example.ORG:3479?transport=TCP ', 'turn:relay.example.org:3479?transport=tcp'],
      ['turns:192.0.2.7', 'turns:192.0.2.7:5349?transport=tcp'],
      ['turn:[2001:db8::7]:3478', 'turn:[2001:db8::7]:3478?transport=udp'],
    ] as const)
      expect(readIceServer({ url: typed, ...KELP })).toEqual({ ok: true, value: { url: kept, ...KELP } });
    expect(readIceServer({ url: 'stun:192.0.2.7:3479' })).toEqual({ ok: true, value: { url: 'stun:192.0.2.7:3479' } });
  });

  test('what is kept is taken again as it is', () => {
    const kept = readIceServer({ url: 'turn:[2001:db8::7]', ...KELP });
    expect(kept.ok && readIceServer(kept.value)).toEqual(kept);
  });

  test('what is wrong is named, with a right one beside it', () => {
    for (const [typed, what] of [
      ['', 'Type the address of a relay first'],
      ['turn://relay.example.org:3478', 'two slashes'],
      ['https://relay.example.org', 'does not begin with turn:'],
      ['relay.example.org:3478', 'does not begin with turn:'],
      ['stuns:relay.example.org', 'not supported'],
      ['turn:relay.example.org?transport=quic', 'question mark'],
      ['turns:relay.example.org?transport=udp', 'goes over tcp'],
      ['stun:relay.example.org?transport=udp', 'ends with its port'],
      ['turn:relay.example.org:99999', 'and its port'],
      ['turn:relay.example.org:0', 'and its port'],
      ['turn:', 'and its port'],
      ['turn:a b', 'and its port'],
      ['turn:-relay', 'and its port'],
      [`turn:${'a'.repeat(300)}`, 'too long'],
    ] as const) {
      const read = readIceServer({ url: typed, ...KELP });
      expect(read, typed).toMatchObject({ ok: false, error: 'bad-relay' });
      expect(read.ok ? '' : read.message, typed).toContain(what);
      expect(read.ok ? '' : read.message).toContain('turn:relay.example.org:3478');
    }
  });

  test('a relay has a user name and a password, an address helper has neither', () => {
    for (const missing of [{}, { username: 'kelp' }, { credential: 's3cret' }, { username: ' ', credential: 's3cret' }])
      expect(readIceServer({ url: 'turn:relay.example.org', ...missing })).toMatchObject({ ok: false });
    expect(readIceServer({ url: 'stun:relay.example.org', ...KELP })).toMatchObject({ ok: false });
    for (const username of ['a\nb', 'x'.repeat(129)])
      expect(readIceServer({ url: 'turn:relay.example.org', ...KELP, username })).toMatchObject({ ok: false });
  });

  test('no message repeats a password, wherever it was typed', () => {
    for (const typed of [
      { url: 'turn:kelp:s3cret@relay.example.org:3478' },
      { url: 'turn:relay.example.org', username: 'k\n', credential: 's3cret\n' },
      { url: 'nonsense', ...KELP },
    ])
      expect(JSON.stringify(readIceServer(typed))).not.toContain('s3cret');
  });

  test('each once, and not more than there may be', () => {
    const many = Array.from({ length: MAX_ICE_SERVERS }, (_, i) => ({ url: `stun:192.0.2.${i + 1}` }));
    expect(readIceServers([...many, ...many])).toMatchObject({ ok: true, value: { length: MAX_ICE_SERVERS } });
    expect(readIceServers([...many, { url: 'stun:192.0.2.99' }])).toMatchObject({ ok: false });
    expect(readIceServers([...many.slice(1), { url: 'turn:' }])).toMatchObject({ ok: false });
  });
});

test('[RL-2] hiding one’s address takes a relay: an address helper is none', () => {
  expect(canConnect({ servers: [], relayOnly: false })).toBe(true);
  expect(canConnect({ servers: [{ url: 'stun:192.0.2.7:3478' }], relayOnly: true })).toBe(false);
  expect(canConnect({ servers: [{ url: 'turns:192.0.2.7:5349?transport=tcp', ...KELP }], relayOnly: true })).toBe(true);
});

test('an address in its parts', () => {
  expect(iceParts('turns:[2001:db8::7]:443?transport=tcp')).toEqual({
    scheme: 'turns',
    host: '2001:db8::7',
    port: 443,
    transport: 'tcp',
  });
});
