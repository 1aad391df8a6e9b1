/** The app's end of the host API. Connects, and connects again when the host comes back. */
import { type Result, fail, ok } from '../base/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Duplex } from '../ports/duplex.ts';
import {
  type HostEvent,
  type HostEventPayload,
  hostApi,
  hostEvents,
  type HostInput,
  type HostMethod,
  type HostOutput,
  MAX_HOST_MESSAGE_BYTES,
} from './table.ts';
import { readHostMessage, writeHostMessage } from './wire.ts';

/** `host-gone`: whether it was done is not known. Any other error: it was not done. */
export type HostCallError = 'host-gone' | 'refused';

export type HostClient = {
  call: <M extends HostMethod>(method: M, input: HostInput<M>) => Promise<Result<HostOutput<M>, HostCallError>>;
  on: <E extends HostEvent>(event: E, listener: (payload: HostEventPayload<E>) => void) => () => void;
  onState: (listener: (state: 'up' | 'down') => void) => () => void;
  /** Resolves at once when the host is there, or when it comes back. */
  whenUp: () => Promise<void>;
  dispose: () => void;
};

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 2_000;
const GONE = 'Holdfast’s host is not answering. It is asked again as soon as it is back.';

const TOO_LARGE = `This is too large for Holdfast’s host, which takes ${MAX_HOST_MESSAGE_BYTES} bytes at a time.`;

export const createHostClient = (ports: { clock: Clock; connect: () => Promise<Duplex> }): HostClient => {
  const calls = new Map<number, { method: HostMethod; settle: (outcome: Result<unknown, HostCallError>) => void }>();
  const eventListeners = new Set<{ event: HostEvent; listener: (payload: never) => void }>();
  const stateListeners = new Set<(state: 'up' | 'down') => void>();
  let waiters: (() => void)[] = [];
  let duplex: Duplex | undefined;
  let nextId = 0;
  let isDisposed = false;
  let cancelRetry = (): void => undefined;

  const lost = (retryMs: number): void => {
    const wasUp = duplex !== undefined;
    duplex = undefined;
    for (const call of calls.values()) call.settle(fail('host-gone', GONE));
    calls.clear();
    if (isDisposed) return;
    if (wasUp) for (const listener of stateListeners) listener('down');
    cancelRetry = ports.clock.after(retryMs, () => connect(Math.min(retryMs * 2, LAST_RETRY_MS)));
  };

  const receive = (bytes: Uint8Array): void => {
    const message = readHostMessage(bytes);
    if (message === undefined) return;
    if (message[0] === 'answer') settleAnswer(message[1], message[2]);
    else if (message[0] === 'refusal') settle(message[1], fail('refused', message[3]));
    else if (message[0] === 'event') tell(message[1], message[2]);
  };

  const settle = (id: number, outcome: Result<unknown, HostCallError>): void => {
    calls.get(id)?.settle(outcome);
    calls.delete(id);
  };

  const settleAnswer = (id: number, value: unknown): void => {
    const call = calls.get(id);
    if (call === undefined) return;
    const output = hostApi[call.method].output.safeParse(value);
    settle(id, output.success ? ok(output.data) : fail('refused', 'The host gave an answer of the wrong form.'));
  };

  const tell = (name: string, value: unknown): void => {
    if (!Object.hasOwn(hostEvents, name)) return;
    const payload = hostEvents[name as HostEvent].safeParse(value);
    for (const { event, listener } of eventListeners) {
      if (event === name && payload.success) listener(payload.data as never);
    }
  };

  const connect = (nextRetryMs: number): void => {
    ports.connect().then(
      (made) => {
        if (isDisposed) return made.close();
        duplex = made;
        made.onMessage(receive);
        made.onClose(() => duplex === made && lost(FIRST_RETRY_MS));
        const due = waiters;
        waiters = [];
        for (const resume of due) resume();
        for (const listener of stateListeners) listener('up');
      },
      () => lost(nextRetryMs),
    );
  };
  connect(FIRST_RETRY_MS);

  return {
    call: (method, input) =>
      new Promise((resolve) => {
        if (duplex === undefined) return resolve(fail('host-gone', GONE));
        nextId += 1;
        const message = writeHostMessage(['ask', nextId, method, input]);
        // the host could not tell which call it refuses, and this one would wait for ever
        if (message.length > MAX_HOST_MESSAGE_BYTES) return resolve(fail('refused', TOO_LARGE));
        calls.set(nextId, { method, settle: (outcome) => resolve(outcome as never) });
        duplex.send(message);
      }),
    on: (event, listener) => {
      const entry = { event, listener: listener as (payload: never) => void };
      eventListeners.add(entry);
      return () => void eventListeners.delete(entry);
    },
    onState: (listener) => {
      stateListeners.add(listener);
      return () => void stateListeners.delete(listener);
    },
    whenUp: () => (duplex === undefined ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
    dispose: () => {
      isDisposed = true;
      cancelRetry();
      duplex?.close();
    },
  };
};
