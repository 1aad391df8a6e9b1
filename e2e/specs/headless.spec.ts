/** The headless peer as its users have it: a program on stdin and stdout, with others of its kind over a hub. */
import { freePort } from '../support/free-port.ts';
import { allMeet, foundKelp, texts } from '../support/gathering.ts';
import type { Headless } from '../support/headless.ts';
import { expect, test } from '../support/test.ts';

const linkTo = async (peer: Headless, other: string) => {
  const [community] = (await peer.request('communities')).communities;
  const { members } = await peer.request('members', { community: community?.id });
  const devices = members.find(({ name }) => name === other)?.devices ?? [];
  const { links } = await peer.request('status');
  return links.find(({ device, state }) => state === 'open' && device !== undefined && devices.includes(device));
};

test('bob joins by invite, and both write and read (P7)', async ({ peers }) => {
  const [alice, bob] = await Promise.all([peers('alice'), peers('bob')]);
  const community = await foundKelp(alice, bob);
  expect(await bob.waitForEvent(({ event }) => event === 'joined')).toMatchObject({ community });

  await alice.request('post', { channel: 'general', text: 'hello bob' });
  expect(await bob.waitForMessage('hello bob')).toMatchObject({ community, authorName: 'alice' });
  await bob.request('post', { channel: '#general', text: 'hello alice' });
  expect(await alice.waitForMessage('hello alice')).toMatchObject({ community, authorName: 'bob' });

  expect(await texts(alice)).toEqual(['hello bob', 'hello alice']);
  expect(await texts(bob)).toEqual(['hello bob', 'hello alice']);
  const { members } = await bob.request('members', { community });
  expect(members.map(({ name, role }) => `${name}: ${role}`).sort()).toEqual(['alice: owner', 'bob: member']);
  const status = await bob.request('status');
  expect(status.communities).toMatchObject([{ id: community, connected: 1, others: 1, missing: 0 }]);
  expect(status.carriers).toMatchObject([{ kind: 'server', state: 'up' }, { kind: 'members' }]);
  expect(alice.events.filter(({ event }) => event === 'message')).toHaveLength(1);
});

test('alice edits, reacts, pins and deletes; bob hears of it and sees it', async ({ peers }) => {
  const [alice, bob] = await Promise.all([peers('alice'), peers('bob')]);
  await foundKelp(alice, bob);
  const { message } = await alice.request('post', { channel: 'general', text: 'helo' });
  await bob.waitForMessage('helo');
  const changed = (what: string) =>
    bob.waitForEvent((said) => said.event === 'message-changed' && said['what'] === what);
  const named = { channel: 'general', message };
  await alice.request('edit', { ...named, text: 'hello' });
  await alice.request('react', { ...named, emoji: '🌊' });
  await alice.request('pin', named);
  expect(await changed('pin')).toMatchObject({ id: message });
  expect((await bob.request('history', { channel: 'general' })).messages).toMatchObject([
    { text: 'hello', isPinned: true, reactions: [{ emoji: '🌊' }] },
  ]);
  expect(await bob.ask('edit', { ...named, text: 'mine' })).toMatchObject({ ok: false, error: 'not-allowed' });
  expect(await bob.ask('hide', named)).toMatchObject({ ok: false, error: 'not-allowed' });
  const answer = await bob.request('post', { channel: 'general', text: 'hello you', replyTo: message });
  await alice.waitForMessage('hello you');
  await alice.request('delete', named);
  await changed('delete');
  for (const peer of [alice, bob])
    expect((await peer.request('history', { channel: 'general' })).messages).toMatchObject([
      { id: message, text: '', gone: { how: 'deleted', byName: 'alice' } },
      { id: answer.message, replyTo: { id: message } },
    ]);
  expect(await bob.ask('react', { ...named, emoji: '🐟' })).toMatchObject({ ok: false, error: 'no-such-message' });
});

test('alice’s second peer becomes her device with a code and a number that both show', async ({ peers }) => {
  const [alice, bob, laptop] = await Promise.all([peers('alice'), peers('bob'), peers('laptop')]);
  const community = await foundKelp(alice, bob);
  const { code } = await alice.ask('add-device');
  const linking = laptop.ask('link-device', { code, name: 'laptop' });
  const asks = await alice.waitForEvent(({ event }) => event === 'device-asks');
  const shown = await laptop.waitForEvent(({ event }) => event === 'device-number');
  expect(asks['number']).toBe(shown['number']);
  expect(await alice.ask('add-device', { confirm: true })).toMatchObject({ ok: true });
  expect(await linking).toMatchObject({ ok: true, communities: [community] });
  await laptop.waitForEvent(({ event }) => event === 'joined');

  await laptop.request('post', { channel: 'general', text: 'from the laptop' });
  expect(await bob.waitForMessage('from the laptop')).toMatchObject({ authorName: 'alice' });
  const { members } = await bob.request('members', { community });
  expect(members.find(({ name }) => name === 'alice')?.devices).toHaveLength(2);
  const phrases = await Promise.all([alice, laptop].map((peer) => peer.ask('recovery-phrase')));
  expect(phrases[0]?.['words']).toBe(phrases[1]?.['words']);
});

test('the hub is killed and three peers go on; a cut link heals when it is back (P7)', async ({ hub, peers }) => {
  const [alice, bob, carol] = await Promise.all([peers('alice'), peers('bob'), peers('carol')]);
  const community = await foundKelp(alice, bob, carol);
  // each with each: who lets carol in is linked to her first, and it may be either
  await allMeet(alice, bob, carol);

  await hub.kill();
  await expect
    .poll(async () => (await alice.request('status')).carriers[0]?.state, { message: 'alice sees the hub is gone' })
    .toBe('down');
  await carol.request('post', { channel: 'general', text: 'is anybody there?' });
  await Promise.all([alice, bob].map((peer) => peer.waitForMessage('is anybody there?')));
  await bob.request('post', { channel: 'general', text: 'all of us' });
  await Promise.all([alice, carol].map((peer) => peer.waitForMessage('all of us')));

  const before = await linkTo(alice, 'bob');
  expect(await alice.request('cut-link', { device: before?.device })).toMatchObject({ cut: 1 });
  await alice.request('post', { channel: 'general', text: 'bob gets this from carol' });
  await bob.waitForMessage('bob gets this from carol');

  await hub.restart();
  await expect
    .poll(async () => (await linkTo(alice, 'bob'))?.id ?? before?.id, { message: 'the link heals' })
    .not.toBe(before?.id);
  await alice.request('post', { channel: 'general', text: 'back again' });
  await Promise.all([bob, carol].map((peer) => peer.waitForMessage('back again')));
  for (const peer of [alice, bob, carol]) {
    expect(await texts(peer)).toEqual(['is anybody there?', 'all of us', 'bob gets this from carol', 'back again']);
    expect((await peer.request('members', { community })).members).toHaveLength(3);
  }
});

test('whatever line comes in, an answer goes out, and the peer goes on', async ({ peers }) => {
  const alice = await peers('alice', { hubs: [] });
  const { community } = await alice.request('create-community', { name: 'Kelp', as: 'alice' });
  const refusals: readonly [line: string, error: string][] = [
    ['this is not JSON', 'not-json'],
    ['{"do":"status"', 'not-json'],
    ['null', 'not-json'],
    ['42', 'not-json'],
    ['[]', 'unknown-request'],
    ['{}', 'unknown-request'],
    ['{"do":"make-tea"}', 'unknown-request'],
    ['{"do":"__proto__"}', 'unknown-request'],
    ['{"do":["status"]}', 'unknown-request'],
    ['{"do":"post"}', 'bad-request'],
    ['{"do":"history","channel":"general","limit":-1}', 'bad-request'],
    [`{"do":"members","community":"${'x'.repeat(100_000)}"}`, 'bad-request'],
    ['{"do":"members","community":"nowhere"}', 'no-such-community'],
    ['{"do":"post","channel":"nowhere","text":"hi"}', 'no-such-channel'],
    ['{"do":"post","channel":"general","text":"   "}', 'empty'],
    [`{"do":"post","channel":"general","text":"${'x'.repeat(8_001)}"}`, 'too-long'],
    ['{"do":"join","invite":"not an invite"}', 'bad-invite'],
    ['{"do":"create-community","name":""}', 'bad-name'],
    ['{"do":"cut-link","device":"nobody"}', 'bad-device'],
  ];
  for (const [line, error] of refusals) {
    const answer = await alice.sendLine(line);
    expect(answer, line.slice(0, 80)).toMatchObject({
      id: null,
      ok: false,
      error,
      message: expect.stringMatching(/./),
    });
  }
  expect(await alice.ask('no-such-thing')).toMatchObject({ ok: false, error: 'unknown-request' });
  expect(await texts(alice)).toEqual([]);
  expect((await alice.request('communities')).communities).toMatchObject([{ id: community, name: 'Kelp' }]);
});

test('lines sent in one go take effect in their order, and nothing waits for a join', async ({ peers }) => {
  const [alice, bob] = await Promise.all([peers('alice', { hubs: [] }), peers('bob', { hubs: [] })]);
  const [created, , , history] = await Promise.all([
    alice.request('create-community', { name: 'Kelp', as: 'alice' }),
    alice.request('post', { channel: 'general', text: 'one' }),
    alice.request('post', { channel: 'general', text: 'two' }),
    alice.request('history', { channel: 'general' }),
  ]);
  expect(history.messages.map(({ text }) => text)).toEqual(['one', 'two']);

  const joining = bob.ask('join', { invite: created.invite, as: 'bob' });
  // On a slow machine the join's own limit may come before the end.
  const rest = joining.then(
    (answer) => expect(answer).toMatchObject({ ok: false, error: 'nobody-answered' }),
    (error: unknown) => expect(String(error)).toMatch(/has ended/),
  );
  await expect
    .poll(async () => (await bob.request('communities')).communities, { message: 'bob asks to join' })
    .toMatchObject([{ name: 'Kelp', state: 'joining' }]);
  expect(await bob.ask('post', { channel: 'general', text: 'hi' })).toMatchObject({ ok: false, error: 'not-joined' });
  expect(await bob.quit()).toEqual({ code: 0, signal: null });
  await rest;
});

test('quit ends it with code 0, and the same profile is the same peer again (P4)', async ({ peers }) => {
  const [alice, bob] = await Promise.all([peers('alice'), peers('bob')]);
  const community = await foundKelp(alice, bob);
  await alice.request('post', { channel: 'general', text: 'keep this' });
  await bob.waitForMessage('keep this');
  const before = await bob.request('communities');
  expect(await bob.quit()).toEqual({ code: 0, signal: null });

  await alice.request('post', { channel: 'general', text: 'while bob was away' });
  const bobAgain = await peers('bob');
  expect(await bobAgain.request('communities')).toMatchObject({ communities: before.communities });
  expect((await texts(bobAgain))[0]).toBe('keep this');
  await bobAgain.waitForMessage('while bob was away');
  await bobAgain.request('post', { channel: 'general', text: 'still me' });
  expect(await alice.waitForMessage('still me')).toMatchObject({ community, authorName: 'bob' });
});

test('what was answered survives a SIGKILL (P4)', async ({ peers }) => {
  const alice = await peers('alice', { hubs: [] });
  await alice.request('create-community', { name: 'Kelp', as: 'alice' });
  const said = Array.from({ length: 50 }, (_, i) => `message ${i}`);
  // one by one, then in one go: each has an fsync of its own, or shares one
  for (const text of said.slice(0, 10)) await alice.request('post', { channel: 'general', text });
  await Promise.all(said.slice(10).map((text) => alice.request('post', { channel: 'general', text })));
  await alice.kill();
  const again = await peers('alice', { hubs: [] });
  expect(await texts(again)).toEqual(said);
});

test('a second program on an open profile is refused, with the reason', async ({ peers }) => {
  await peers('alice', { hubs: [] });
  await expect(peers('alice', { hubs: [] })).rejects.toThrow(/open/);
});

test('the end of the input ends it with code 0, after the last answer', async ({ peers }) => {
  const alice = await peers('alice', { hubs: [] });
  const created = alice.request('create-community', { name: 'Kelp', as: 'alice' });
  alice.closeInput();
  expect(await created).toMatchObject({ ok: true });
  expect(await alice.exited).toEqual({ code: 0, signal: null });
});

test('with no hub but their own: one listens, the other calls (P7)', async ({ peers }) => {
  const port = await freePort();
  const alice = await peers('alice', { hubs: [], listen: port });
  const bob = await peers('bob', { hubs: [`ws://127.0.0.1:${port}`] });
  await foundKelp(alice, bob);
  await bob.request('post', { channel: 'general', text: 'just the two of us' });
  await alice.waitForMessage('just the two of us');
  await alice.request('post', { channel: 'general', text: 'good enough' });
  await bob.waitForMessage('good enough');
  const waysOf = async (peer: Headless) =>
    (await peer.request('status')).carriers.map(({ kind, name, state, peers }) => ({ kind, name, state, peers }));
  // bob also calls where the invite says that alice's hub is, and hangs up: it is the one that he has reached
  const incoming = { kind: 'incoming', name: `port ${port}`, state: 'up', peers: 1 };
  await expect.poll(() => waysOf(alice)).toEqual([incoming, { kind: 'members', name: '', state: 'up', peers: 1 }]);
  await expect.poll(() => waysOf(bob)).toMatchObject([{ kind: 'server', state: 'up' }, { kind: 'members' }]);
});
