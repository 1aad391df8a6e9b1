import { afterEach, beforeEach, expect, test } from 'vitest';

import { ask, eventsOf, found, join, linkDevice, membersSeenBy, say } from '../testing/device-cast.ts';
import { createSimWorld, type SimPerson, type SimWorld } from '../testing/sim-people.ts';

let world: SimWorld;
let alice: SimPerson;
let laptop: SimPerson;
let bob: SimPerson;
beforeEach(async () => {
  world = await createSimWorld(22);
  alice = await world.person('alice');
  laptop = await world.person('laptop');
  bob = await world.person('bob');
});
afterEach(() => world.dispose());

test('[DV-6] alice’s laptop becomes her second device in both of her communities; bob sees one alice', async () => {
  const kelp = await found(alice);
  const dune = await found(bob, 'Dune');
  await join(world, bob, kelp);
  await join(world, alice, dune);
  await say(alice, kelp, 'before the laptop');
  expect(await linkDevice(world, { old: alice, fresh: laptop })).toEqual({
    ok: true,
    value: [kelp.community, dune.community],
  });
  expect(eventsOf(alice, 'device-added')).toEqual([
    { kind: 'device-added', communities: [kelp.community, dune.community], missing: [] },
  ]);
  const restarted = await laptop.restart();
  await world.quiet();
  for (const place of [kelp, dune]) {
    await say(restarted, place, 'from the laptop');
    await world.quiet();
    await say(alice, place, 'from the desktop');
    await world.quiet();
    const said = await bob.messages(place.community, place.channel);
    expect(said.slice(-2).map(({ text, authorName }) => [text, authorName])).toEqual([
      ['from the laptop', 'alice'],
      ['from the desktop', 'alice'],
    ]);
    expect(new Set(said.map(({ author }) => author)).size).toBe(1);
    expect(await restarted.texts(place.community, place.channel)).toEqual(
      await bob.texts(place.community, place.channel),
    );
  }
  expect(await membersSeenBy(bob, kelp)).toEqual([
    ['alice', 2],
    ['bob', 1],
  ]);
  expect(await restarted.peer.recoveryPhrase()).toBe(await alice.peer.recoveryPhrase());
  const devices = await restarted.peer.devices();
  expect(devices.map(({ community, isThis }) => [community, isThis])).toEqual([
    [kelp.community, false],
    [kelp.community, true],
    [dune.community, false],
    [dune.community, true],
  ]);
});

test('alice’s laptop goes on while her desktop is off: it knows the others', async () => {
  const kelp = await found(alice);
  await join(world, bob, kelp);
  await linkDevice(world, { old: alice, fresh: laptop });
  alice.transport.setOffline(true);
  await say(laptop, kelp, 'the desktop is off');
  await world.quiet();
  expect(await bob.texts(kelp.community, kelp.channel)).toEqual(['the desktop is off']);
});

test('both devices show one number, and nothing of alice is on the wire before she says yes, or in the clear after', async () => {
  const kelp = await found(alice);
  const sent: Uint8Array[] = [];
  world.network.intercept((frame) => {
    sent.push(frame.slice());
    return frame;
  });
  const { outcome } = await ask(world, { old: alice, fresh: laptop });
  const [asked] = eventsOf(alice, 'device-asks');
  expect(asked?.number).toMatch(/^\d{3} \d{3}$/);
  expect(asked?.name).toBe('laptop');
  expect(eventsOf(laptop, 'device-number')).toEqual([{ kind: 'device-number', number: asked?.number }]);
  expect(sent.map((frame) => frame[0])).not.toContain(43);
  await alice.peer.confirmDevice(true);
  await world.quiet();
  expect(await outcome).toMatchObject({ ok: true });
  const wire = sent.map((frame) => String.fromCharCode(...frame));
  expect(sent.map((frame) => frame[0])).toContain(43);
  expect(wire.filter((frame) => frame.includes('"root"'))).toEqual([]);
  // what is in the clear would be found like this
  expect(wire.some((frame) => frame.includes('"certificate"') && frame.includes(kelp.community))).toBe(true);
});

test('[DV-5] an impostor with the code gets nothing without alice’s click, and the code is spent', async () => {
  await found(alice);
  const mallory = await world.person('mallory');
  const { code, outcome } = await ask(world, { old: alice, fresh: mallory });
  await world.quiet(4 * 60_000);
  expect(await mallory.peer.devices()).toEqual([]);
  expect(await alice.peer.confirmDevice(false)).toMatchObject({ ok: true });
  await world.quiet();
  expect(await outcome).toMatchObject({ error: 'declined' });
  expect(await mallory.peer.recoveryPhrase()).not.toBe(await alice.peer.recoveryPhrase());
  expect(await alice.peer.confirmDevice(true)).toMatchObject({ error: 'nobody-asks' });
  const again = mallory.peer.linkDevice({ code, deviceName: 'x' });
  await world.quiet(31_000);
  expect(await again).toMatchObject({ error: 'nobody-answered' });
  expect(eventsOf(alice, 'device-asks')).toHaveLength(1);
});

test('who reveals another nonce than they committed to is not shown to alice, and gets nothing (DV-4)', async () => {
  await found(alice);
  world.network.intercept((frame) => {
    if (frame[0] === 42) frame[1] = (frame[1] ?? 0) ^ 1;
    return frame;
  });
  const { outcome } = await ask(world, { old: alice, fresh: laptop });
  expect(await outcome).toMatchObject({ error: 'interrupted' });
  expect(eventsOf(alice, 'device-asks')).toEqual([]);
  expect(await alice.peer.confirmDevice(true)).toMatchObject({ error: 'nobody-asks' });
});

test('a code is for one device: a second one that has it too is not answered, nor is anybody later', async () => {
  const kelp = await found(alice);
  const { code, outcome } = await ask(world, { old: alice, fresh: laptop });
  const mallory = await world.person('mallory');
  const second = mallory.peer.linkDevice({ code, deviceName: 'x' });
  await world.quiet(31_000);
  expect(await second).toMatchObject({ error: 'nobody-answered' });
  await alice.peer.confirmDevice(true);
  await world.quiet();
  expect(await outcome).toEqual({ ok: true, value: [kelp.community] });
  const third = mallory.peer.linkDevice({ code, deviceName: 'x' });
  await world.quiet(31_000);
  expect(await third).toMatchObject({ error: 'nobody-answered' });
  expect(eventsOf(alice, 'device-asks')).toHaveLength(1);
});

test('a code ends after 10 minutes and when there is a newer one; a yes that comes too late is for nobody', async () => {
  await found(alice);
  const first = await alice.peer.createDeviceCode();
  const second = await alice.peer.createDeviceCode();
  const early = laptop.peer.linkDevice({ code: first, deviceName: 'laptop' });
  await world.quiet(31_000);
  expect(await early).toMatchObject({ error: 'nobody-answered' });
  await world.quiet(10 * 60_000);
  const late = laptop.peer.linkDevice({ code: second, deviceName: 'laptop' });
  await world.quiet(31_000);
  expect(await late).toMatchObject({ error: 'nobody-answered' });

  const { outcome } = await ask(world, { old: alice, fresh: laptop });
  laptop.transport.setOffline(true);
  await world.quiet();
  expect(await outcome).toMatchObject({ error: 'interrupted' });
  expect(eventsOf(alice, 'device-gone')).toHaveLength(1);
  expect(await alice.peer.confirmDevice(true)).toMatchObject({ error: 'nobody-asks' });
});

test('[DV-3] neither does a device code let anybody join, nor an invite make anybody’s device', async () => {
  const { invite } = await found(alice);
  const code = await alice.peer.createDeviceCode();
  expect(await laptop.peer.linkDevice({ code: invite, deviceName: 'x' })).toMatchObject({ error: 'bad-code' });
  expect(await laptop.peer.join({ invite: code, memberName: 'x' })).toMatchObject({ error: 'bad-invite' });
  const swapped = [
    code.replace('holdfast://device', 'holdfast://join'),
    invite.replace('holdfast://join', 'holdfast://device'),
  ] as const;
  expect(await laptop.peer.join({ invite: swapped[0], memberName: 'x' })).toMatchObject({ error: 'bad-invite' });
  expect(await laptop.peer.linkDevice({ code: swapped[1], deviceName: 'x' })).toMatchObject({ error: 'bad-code' });
});

test('who is somebody already does not become somebody else', async () => {
  await found(alice);
  await found(bob, 'Dune');
  const code = await alice.peer.createDeviceCode();
  expect(await bob.peer.linkDevice({ code, deviceName: 'x' })).toMatchObject({ error: 'already-in-use' });
});

test('eight devices are enough: the ninth is told where it could not come in, and why', async () => {
  const kelp = await found(alice);
  await join(world, bob, kelp);
  for (let i = 2; i <= 8; i += 1) await linkDevice(world, { old: alice, fresh: await world.person(`device ${i}`) });
  expect(await membersSeenBy(bob, kelp)).toContainEqual(['alice', 8]);
  expect(await linkDevice(world, { old: alice, fresh: laptop })).toEqual({ ok: true, value: [] });
  expect(eventsOf(alice, 'device-added').at(-1)).toMatchObject({
    communities: [],
    missing: [{ name: 'Kelp', reason: expect.stringContaining('8 devices') as string }],
  });
  expect(await membersSeenBy(bob, kelp)).toContainEqual(['alice', 8]);
});

test('[ID-3] two communities of one person show no key, id or certificate in common', async () => {
  const carol = await world.person('carol');
  const [kelp, dune] = [await found(alice), await found(alice, 'Dune')];
  await linkDevice(world, { old: alice, fresh: laptop });
  const seen = new Map<string, Set<string>>();
  world.network.intercept((frame, from, to) => {
    const known = seen.get(to) ?? new Set();
    if (from === 'alice' || from === 'laptop') for (const trace of tracesIn(frame)) known.add(trace);
    seen.set(to, known);
    return frame;
  });
  await join(world, bob, kelp);
  await join(world, carol, dune);
  for (const place of [kelp, dune]) {
    await say(alice, place, 'hello');
    await world.quiet(1_234_567); // or both would say the same time
    await say(laptop, place, 'hello');
    await world.quiet(1_234_567);
  }
  await world.quiet();
  const [inKelp, inDune] = [seen.get('bob'), seen.get('carol')];
  for (const { id, devices } of await bob.queries.members(kelp.community)) {
    if (devices.length === 2) for (const key of [id, ...devices]) expect(inKelp?.has(key)).toBe(true);
  }
  expect(inDune?.size).toBeGreaterThan(1_000);
  expect([...(inKelp ?? [])].filter((trace) => inDune?.has(trace))).toEqual([]);
});

/** What could name somebody: long words of base64url, and every 16 bytes that are no text and no filling. */
const tracesIn = (frame: Uint8Array): string[] => {
  const text = String.fromCharCode(...frame);
  const windows = Array.from({ length: Math.max(0, frame.length - 15) }, (_, at) => text.slice(at, at + 16));
  const isRandom = (window: string): boolean => {
    const letters = window.split('');
    return new Set(letters).size > 8 && letters.filter((letter) => letter.charCodeAt(0) > 127).length > 3;
  };
  return [...(text.match(/[\w-]{43,}/g) ?? []), ...windows.filter(isRandom)];
};
