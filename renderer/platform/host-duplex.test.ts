import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { connectHost } from './host-duplex.ts';
import { eventually } from '../../shared/testing/eventually.ts';

/** The browser's WebSocket, with the test at its other end. */
class TestSocket {
  static made: TestSocket[] = [];
  binaryType = 'blob';
  onopen = (): void => undefined;
  onerror = (): void => undefined;
  onclose = (_event: { code: number }): void => undefined;
  onmessage = (_event: { data: unknown }): void => undefined;
  sent: Uint8Array[] = [];
  closes = 0;
  constructor(readonly url: string) {
    TestSocket.made.push(this);
  }
  send(message: Uint8Array): void {
    this.sent.push(message);
  }
  close(): void {
    this.closes += 1;
  }
}

const socketNumber = (n: number): TestSocket => {
  const socket = TestSocket.made[n];
  if (socket === undefined) throw new Error(`nobody opened socket ${n}`);
  return socket;
};

beforeEach(() => {
  TestSocket.made = [];
  vi.stubGlobal('WebSocket', TestSocket);
});
afterEach(() => vi.unstubAllGlobals());

describe('in a browser the host is reached by WebSocket', () => {
  const open = async () => {
    const takenOver = vi.fn();
    const connect = connectHost({ kind: 'socket', url: 'ws://kelp.example/host' }, takenOver);
    const opening = connect();
    const socket = socketNumber(0);
    socket.onopen();
    return { connect, socket, duplex: await opening, takenOver };
  };

  test('bytes go both ways', async () => {
    const { socket, duplex } = await open();
    expect(socket.url).toBe('ws://kelp.example/host');
    expect(socket.binaryType).toBe('arraybuffer');
    const heard: Uint8Array[] = [];
    duplex.onMessage((message) => heard.push(message));
    socket.onmessage({ data: Uint8Array.of(1, 2).buffer });
    socket.onmessage({ data: 'text is not ours' });
    expect(heard).toEqual([Uint8Array.of(1, 2)]);
    // Only these bytes, not the whole buffer that they are part of.
    duplex.send(Uint8Array.of(7, 8, 9).subarray(1));
    expect(socket.sent.map((message) => [...new Uint8Array(message.buffer)])).toEqual([[8, 9]]);
    duplex.close();
    expect(socket.closes).toBe(1);
  });

  test('a host that does not answer is a failed attempt, and the next one is a new socket', async () => {
    const takenOver = vi.fn();
    const connect = connectHost({ kind: 'socket', url: 'ws://kelp.example/host' }, takenOver);
    const first = connect();
    socketNumber(0).onerror();
    await expect(first).rejects.toThrow('the host is not answering');
    const second = connect();
    socketNumber(1).onopen();
    expect(await second).toBeDefined();
    expect(takenOver).not.toHaveBeenCalled();
  });

  test('a lost host is told, and can be reached again', async () => {
    const { connect, socket, duplex, takenOver } = await open();
    const closed = vi.fn();
    duplex.onClose(closed);
    socket.onclose({ code: 1006 });
    expect(closed).toHaveBeenCalledTimes(1);
    expect(takenOver).not.toHaveBeenCalled();
    connect().catch(() => undefined);
    expect(TestSocket.made).toHaveLength(2);
  });

  test('after another window took over, this one never connects again', async () => {
    const { connect, socket, duplex, takenOver } = await open();
    const closed = vi.fn();
    duplex.onClose(closed);
    socket.onclose({ code: 4001 });
    expect(takenOver).toHaveBeenCalledTimes(1);
    expect(closed).toHaveBeenCalledTimes(1);
    const settled = vi.fn();
    connect().then(settled, settled);
    await new Promise((resolve) => setImmediate(resolve));
    expect(TestSocket.made).toHaveLength(1);
    expect(settled).not.toHaveBeenCalled();
  });
});

describe('in Electron the host is reached by a port', () => {
  test('bytes go both ways, other things do not', async () => {
    const { port1, port2 } = new MessageChannel();
    const duplex = await connectHost({ kind: 'port', port: port1 }, () => undefined)();
    const heard: Uint8Array[] = [];
    duplex.onMessage((message) => heard.push(message));
    const answered = new Promise<unknown>((resolve) => {
      port2.onmessage = ({ data }) => resolve(data);
    });
    port2.postMessage('text is not ours');
    port2.postMessage(Uint8Array.of(1, 2));
    await eventually(() => expect(heard).toEqual([Uint8Array.of(1, 2)]));
    duplex.send(Uint8Array.of(7, 8, 9).subarray(1));
    expect(await answered).toEqual(Uint8Array.of(8, 9));
    duplex.close();
    port2.close();
    expect(TestSocket.made).toEqual([]);
  });
});
