import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { NO_ICE } from '../../shared/base/ice-server.ts';
import { channelId, communityId, linkId } from '../../shared/base/ids.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import type { TransportEvent } from '../../shared/ports/transport.ts';
import { type CoreLife, linkCore } from './core-link.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** The page's mesh, which needs a browser; the test plays it. */
const mesh = vi.hoisted(() => ({
  calls: [] as unknown[],
  ports: [] as { signalingUrl: string; addresses: () => readonly string[] }[],
  tell: (_event: unknown): void => undefined,
}));
vi.mock('../../shared/mesh/create-mesh.ts', () => ({
  createMesh: (ports: { signalingUrl: string; addresses: () => readonly string[] }) => {
    const note =
      (name: string) =>
      (...given: unknown[]): void =>
        void mesh.calls.push([name, ...given]);
    mesh.ports.push(ports);
    return {
      setRooms: note('setRooms'),
      send: note('send'),
      close: note('close'),
      announce: note('announce'),
      dispose: note('dispose'),
      subscribe: (listener: (event: unknown) => void) => {
        mesh.tell = listener;
      },
    };
  },
}));

const KELP = communityId(new Uint8Array(32).fill(1));
const GENERAL = channelId(new Uint8Array(32).fill(2));
const TO_BOB = linkId('to bob');
const INFO = {
  version: '1.2.3',
  profile: 'alice',
  shell: 'standalone' as const,
  platform: 'linux',
  secretStorage: 'file' as const,
  hubUrl: '',
  addresses: ['192.0.2.7'],
};
const HELLO = { community: KELP, channel: GENERAL, text: 'hello' };

/** The core's worker, played by the test. */
class TestWorker {
  onmessage = (_event: { data: FromWorker }): void => undefined;
  onerror = (): void => undefined;
  heard: ToWorker[] = [];
  transferred: unknown[][] = [];
  terminated = 0;
  postMessage(message: ToWorker, transfer: unknown[]): void {
    this.heard.push(message);
    this.transferred.push(transfer);
  }
  terminate(): void {
    this.terminated += 1;
  }
  say(data: FromWorker): void {
    this.onmessage({ data });
  }
}

const startPage = () => {
  const worker = new TestWorker();
  const life: CoreLife[] = [];
  const core = linkCore(worker as unknown as Worker, { kind: 'socket', url: 'ws://kelp.example/host' }, (now) =>
    life.push(now),
  );
  const calls = (): Extract<ToWorker, { kind: 'call' }>[] => worker.heard.filter((said) => said.kind === 'call');
  return { worker, life, core, calls };
};

beforeEach(() => {
  mesh.calls = [];
  mesh.ports = [];
  for (const name of ['RTCPeerConnection', 'RTCSessionDescription', 'RTCIceCandidate']) vi.stubGlobal(name, class {});
  vi.stubGlobal('location', { host: 'kelp.example' });
});
afterEach(() => vi.unstubAllGlobals());

test('the worker is told first of all where its host is', () => {
  const { worker } = startPage();
  expect(worker.heard).toEqual([{ kind: 'start', host: { kind: 'socket', url: 'ws://kelp.example/host' } }]);
});

test("Electron's port is handed over, not copied", () => {
  const worker = new TestWorker();
  const { port1, port2 } = new MessageChannel();
  linkCore(worker as unknown as Worker, { kind: 'port', port: port1 }, () => undefined);
  expect(worker.transferred).toEqual([[port1]]);
  port2.close();
});

describe('commands', () => {
  test('each gets its own answer, in whatever order they come', async () => {
    const { worker, core, calls } = startPage();
    const posted = core.peer.post(HELLO);
    const status = core.peer.status();
    expect(calls()).toMatchObject([
      { method: 'post', input: HELLO },
      { method: 'status', input: undefined },
    ]);
    const [first, second] = calls().map(({ id }) => id);
    worker.say({ kind: 'answer', id: second ?? 0, value: 'the status' });
    worker.say({ kind: 'answer', id: first ?? 0, value: 'the message' });
    expect(await Promise.all([posted, status])).toEqual(['the message', 'the status']);
  });

  test('a failure fails its command only', async () => {
    const { worker, core, calls } = startPage();
    const posted = core.peer.post(HELLO);
    const asked = core.ask('previewInvite', 'holdfast://kelp');
    const [first, second] = calls().map(({ id }) => id);
    worker.say({ kind: 'failure', id: first ?? 0, message: 'the host is not answering' });
    worker.say({ kind: 'answer', id: second ?? 0, value: 'a preview' });
    await expect(posted).rejects.toThrow('the host is not answering');
    expect(await asked).toBe('a preview');
  });

  test('an answer that nobody waits for is no harm', () => {
    const { worker } = startPage();
    expect(() => worker.say({ kind: 'answer', id: 99, value: 1 })).not.toThrow();
    expect(() => worker.say({ kind: 'failure', id: 99, message: 'late' })).not.toThrow();
  });

  test('each command of the core has its own name on the way', () => {
    const { core, calls } = startPage();
    const { peer } = core;
    const asked = [peer.createCommunity, peer.createInvite, peer.join, peer.lanes, peer.cutLink] as ((
      input: unknown,
    ) => unknown)[];
    asked.forEach((ask, n) => ask(n));
    expect(calls().map(({ method, input }) => [method, input])).toEqual([
      ['createCommunity', 0],
      ['createInvite', 1],
      ['join', 2],
      ['lanes', 3],
      ['cutLink', 4],
    ]);
  });
});

test('events reach everybody who listens, for as long as they do', () => {
  const { worker, core } = startPage();
  const joined: PeerEvent = { kind: 'joined', community: KELP };
  const alice: PeerEvent[] = [];
  const bob: PeerEvent[] = [];
  const stop = core.peer.subscribe((event) => alice.push(event));
  core.peer.subscribe((event) => bob.push(event));
  worker.say({ kind: 'events', events: [joined] });
  stop();
  worker.say({ kind: 'events', events: [joined] });
  expect([alice.length, bob.length]).toEqual([1, 2]);
});

describe('the mesh lives in the page', () => {
  test('it starts when the host has said who it is, and signals to the hub of the same origin', async () => {
    const { worker, core } = startPage();
    worker.say({ kind: 'mesh', command: { kind: 'announce' } });
    expect(mesh.ports).toEqual([]);
    worker.say({ kind: 'info', info: INFO, ice: NO_ICE });
    expect(await core.info).toEqual(INFO);
    expect(mesh.ports.map(({ signalingUrl, addresses }) => [signalingUrl, addresses()])).toEqual([
      ['ws://kelp.example/hub', ['192.0.2.7']],
    ]);
  });

  test('in Electron it signals to the hub that the host names', () => {
    const { worker } = startPage();
    worker.say({ kind: 'info', info: { ...INFO, hubUrl: 'ws://127.0.0.1:4444/hub' }, ice: NO_ICE });
    expect(mesh.ports[0]?.signalingUrl).toBe('ws://127.0.0.1:4444/hub');
  });

  test('it does what the core says', () => {
    const { worker } = startPage();
    worker.say({ kind: 'info', info: INFO, ice: NO_ICE });
    const frame = Uint8Array.of(1, 2);
    worker.say({ kind: 'mesh', command: { kind: 'rooms', rooms: [] } });
    worker.say({ kind: 'mesh', command: { kind: 'send', link: TO_BOB, frame } });
    worker.say({ kind: 'mesh', command: { kind: 'close', link: TO_BOB, reason: 'enough' } });
    worker.say({ kind: 'mesh', command: { kind: 'announce' } });
    expect(mesh.calls).toEqual([['setRooms', []], ['send', TO_BOB, frame], ['close', TO_BOB, 'enough'], ['announce']]);
  });

  test('what it hears goes to the core; frames are handed over, not copied', () => {
    const { worker } = startPage();
    worker.say({ kind: 'info', info: INFO, ice: NO_ICE });
    const frame = Uint8Array.of(1, 2);
    const events: TransportEvent[] = [
      { kind: 'frame', link: TO_BOB, frame },
      { kind: 'closed', link: TO_BOB, reason: 'gone' },
    ];
    events.forEach((event) => mesh.tell(event));
    expect(worker.heard.slice(1)).toEqual(events.map((event) => ({ kind: 'transport', event })));
    expect(worker.transferred.slice(1)).toEqual([[frame.buffer], []]);
  });
});

describe('the life of the core', () => {
  test('how far the core has read back, and that it runs, are told, and everything stays', () => {
    const { worker, life } = startPage();
    worker.say({ kind: 'restoring', done: 3, all: 9 });
    worker.say({ kind: 'running' });
    expect(life).toEqual([{ kind: 'restoring', done: 3, all: 9 }, { kind: 'running' }]);
    expect(worker.terminated).toBe(0);
  });

  test.each<FromWorker & CoreLife>([{ kind: 'taken-over' }, { kind: 'failed', message: 'the journal is damaged' }])(
    '$kind ends mesh and worker, and is told',
    (last) => {
      const { worker, life } = startPage();
      worker.say({ kind: 'info', info: INFO, ice: NO_ICE });
      worker.say(last);
      expect(life).toEqual([last]);
      expect(worker.terminated).toBe(1);
      expect(mesh.calls).toEqual([['dispose']]);
    },
  );

  test('a worker that cannot start is a failure in words', () => {
    const { worker, life } = startPage();
    worker.onerror();
    expect(life).toMatchObject([{ kind: 'failed', message: expect.stringContaining('could not start') as string }]);
    expect(worker.terminated).toBe(1);
  });

  test('disposing ends the worker', async () => {
    const { worker, core } = startPage();
    await core.peer.dispose();
    expect(worker.terminated).toBe(1);
  });
});
