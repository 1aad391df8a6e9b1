/** The host's end of the host API: checks every request against the table, asks its handler, checks the answer. */
import type { Duplex } from '../ports/duplex.ts';
import {
  type HostEvent,
  type HostEventPayload,
  type HostHandlers,
  type HostMethod,
  hostApi,
  MAX_HOST_MESSAGE_BYTES,
} from './table.ts';
import { readHostMessage, writeHostMessage } from './wire.ts';

export type ServedHost = {
  tell: <E extends HostEvent>(event: E, payload: HostEventPayload<E>) => void;
  /** From here on nothing that comes in is done, even if it was sent before the app knew. */
  stop: () => void;
};

const isMethod = (name: string): name is HostMethod => Object.hasOwn(hostApi, name);

/** Whatever comes in, the answer is a clear refusal or nothing; the host goes on. */
export const serveHost = (
  duplex: Duplex,
  handlers: HostHandlers,
  report: (event: string, error: unknown) => void,
): ServedHost => {
  const refuse = (id: number, code: string, message: string): void =>
    duplex.send(writeHostMessage(['refusal', id, code, message]));

  const answer = async (id: number, name: string, value: unknown): Promise<void> => {
    if (!isMethod(name)) return refuse(id, 'no-such-method', `The host has no method “${name.slice(0, 40)}”.`);
    const input = hostApi[name].input.safeParse(value);
    if (!input.success) return refuse(id, 'bad-input', `${name}: ${input.error.issues[0]?.message ?? 'wrong input'}`);
    const handle = handlers[name] as (input: unknown) => Promise<unknown>;
    const output = hostApi[name].output.safeParse(await handle(input.data));
    if (!output.success) throw new Error('the host made an answer of the wrong form');
    duplex.send(writeHostMessage(['answer', id, output.data]));
  };

  let isStopped = false;
  duplex.onMessage((bytes) => {
    if (isStopped) return;
    const message = bytes.length > MAX_HOST_MESSAGE_BYTES ? undefined : readHostMessage(bytes);
    if (message === undefined || message[0] !== 'ask') {
      return refuse(0, 'malformed', 'The host did not understand this message: it is malformed or too large.');
    }
    const [, id, name, value] = message;
    answer(id, name, value).catch((error: unknown) => {
      report(`host-method-failed ${name}`, error);
      refuse(id, 'failed', `${name} failed: ${error instanceof Error ? error.message : 'unknown reason'}`);
    });
  });
  return {
    tell: (event, payload) => duplex.send(writeHostMessage(['event', event, payload])),
    stop: () => {
      isStopped = true;
    },
  };
};
