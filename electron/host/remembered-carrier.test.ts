/** Hubs of members where they were last: alice's machine calls them when it is told of them, and after a start. */
import { afterEach, expect, test } from 'vitest';

import type { CarrierHealth } from '../../shared/model/status.ts';
import { hubAddress } from '../../shared/base/hub-address.ts';
import { createHub, type Hub } from './hub.ts';
import { listenHub } from './hub-listener.ts';
import { createRememberedCalls } from './remembered-calls.ts';
import { openRememberedCarrier, type RememberedCarrier } from './remembered-carrier.ts';
import { ownAddresses } from './own-addresses.ts';
import { joinHub, startHub, whenTopics } from './testing/hub-person.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
  reached.clear();
});

const [machine = ''] = ownAddresses();
/** The tests' hubs listen on loopback, which nobody may name; so they are named by this machine's own address. */
const canBeCalled = machine !== '127.0.0.1' && !machine.includes(':');
if (!canBeCalled)
  console.warn('remembered-carrier.test.ts: this machine is on no IPv4 network, so calling is not tested');

/** Hubs that alice reaches in other ways. */
const reached = new Set<string>();

type Alice = { hub: ReturnType<typeof createHub>; carrier: RememberedCarrier; kept: string[][]; become: Become };
type Become = (isRight: (health: CarrierHealth | undefined) => boolean) => Promise<void>;

const alice = (known: readonly string[], own: readonly string[] = []): Alice => {
  const hub = createHub();
  const kept: string[][] = [];
  let told = (): void => undefined;
  const carrier = openRememberedCarrier({
    hub,
    known,
    own: () => own,
    isReached: (id) => reached.has(id),
    keep: (addresses) => void kept.push([...addresses]),
    changed: () => told(),
  });
  open.push(carrier.close);
  const become: Become = async (isRight) => {
    while (!isRight(carrier.health())) {
      await new Promise<void>((resolve) => {
        told = resolve;
      });
    }
  };
  return { hub, carrier, kept, become };
};

const hubOnTheNet = async (port = 0) => {
  const hub = await startHub(port, { host: machine });
  open.push(hub.close);
  return { ...hub, at: `${machine}:${hub.port}` };
};

/** Resolves when so many are connected at a hub; told by the hub itself. */
const clientsOf = (hub: Hub, count: number): Promise<void> =>
  new Promise((resolve) => {
    const stop = hub.onClients(() => look());
    const look = (): void => {
      if (hub.clients() !== count) return;
      stop();
      resolve();
    };
    look();
  });

test('who remembers nobody has nothing to show', () => {
  expect(alice([]).carrier.health()).toBeUndefined();
});

test('what is no address of another machine is neither called nor kept', () => {
  const { carrier, kept } = alice([], ['10.0.0.1:27600']);
  carrier.remember(['127.0.0.1:27600', 'router.local:27600', '10.0.0.1:27600', '10.0.0.2:80']);
  expect(carrier.health()).toBeUndefined();
  expect(kept).toEqual([]);
});

test.runIf(canBeCalled)('a member tells where bob’s hub is: frames go there and come from there', async () => {
  const bobs = await hubOnTheNet();
  const { hub, carrier, kept, become } = alice([]);
  carrier.remember([bobs.at]);
  expect(kept).toEqual([[bobs.at]]);
  await become((health) => health?.state === 'up');
  expect(carrier.health()).toMatchObject({ kind: 'remembered', peers: 1 });
  const bob = await joinHub(bobs.url);
  open.push(() => bob.socket.terminate());
  await bob.subscribe('kelp');
  const got: unknown[] = [];
  const page = {
    topics: new Map([['kelp', 0]]),
    send: (message: unknown) => got.push(message),
    close: () => undefined,
  };
  const { receive } = hub.attach(page);
  receive({ type: 'publish', topic: 'kelp', data: 'from alice' });
  expect(await bob.take(1)).toEqual(['from alice']);
});

test.runIf(canBeCalled)('those of last time are called at the start, past one that is gone', async () => {
  const gone = await hubOnTheNet();
  await gone.close();
  const bobs = await hubOnTheNet();
  const { become, carrier } = alice([gone.at, bobs.at]);
  await become((health) => health?.state === 'up');
  expect(carrier.health()).toMatchObject({ peers: 1 });
});

test.runIf(canBeCalled)('a hub that comes back on its address is called again', async () => {
  const bobs = await hubOnTheNet();
  const { become, hub } = alice([bobs.at]);
  await become((health) => health?.state === 'up');
  await bobs.close();
  await become((health) => health?.state !== 'up');
  const again = await hubOnTheNet(bobs.port);
  await become((health) => health?.state === 'up');
  const page = await joinHub(again.url);
  open.push(() => page.socket.terminate());
  await page.subscribe('kelp');
  await whenTopics(again.hub, (topics) => topics.has('kelp'));
  expect(hub.topics().size).toBe(0);
});

/** A hub of this machine under a second address, as one that is on two networks has. */
const second = ownAddresses().find((address) => address !== machine && address !== '127.0.0.1');

test.runIf(canBeCalled && second !== undefined)('a hub with two addresses is connected once', async () => {
  const bobs = await startHub(0, { host: '::' });
  open.push(bobs.close);
  const { become, carrier } = alice([hubAddress(machine, bobs.port), hubAddress(second ?? '', bobs.port)]);
  await become((health) => health?.state === 'up');
  await clientsOf(bobs.hub, 1);
  expect(carrier.health()?.peers).toBe(1);
});

test.runIf(canBeCalled)(
  'who is reached over a server by now is hung up on, and called again when that is gone',
  async () => {
    const bobs = await hubOnTheNet();
    const { become, carrier } = alice([bobs.at]);
    await become((health) => health?.state === 'up');
    reached.add(bobs.hub.id);
    carrier.look();
    await clientsOf(bobs.hub, 0);
    expect(carrier.health()).toBeUndefined();
    reached.clear();
    carrier.look();
    await become((health) => health?.state === 'up');
    expect(carrier.health()?.peers).toBe(1);
  },
);

test.runIf(canBeCalled)('what turns out to be this machine itself is hung up on', async () => {
  const hub = createHub();
  const listener = await listenHub(hub, { port: 0, host: machine });
  open.push(listener.close);
  const calls = createRememberedCalls({
    hub,
    addresses: () => [`${machine}:${listener.port}`],
    isReached: () => false,
    changed: () => undefined,
  });
  open.push(calls.close);
  calls.start();
  await clientsOf(hub, 1);
  await clientsOf(hub, 0);
  expect(calls.connected()).toBe(0);
});
