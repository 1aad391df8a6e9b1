/**
 * Stands between a signalling socket and y-webrtc: only frames that open with a room's key and say something sensible
 * pass, opened. What y-webrtc says is sealed here.
 */
import type { SignalingConn } from 'y-webrtc';

import { createRecent } from '../base/recent.ts';
import type { Clock } from '../ports/clock.ts';
import type { Signal } from '../ports/transport.ts';
import type { MeshRoom } from './mesh-room.ts';
import { createSignalOutbox } from './signal-outbox.ts';

type HubFrame = { type?: unknown; topic?: unknown; data?: unknown };
type Handler = (message: HubFrame) => void;
type Socket = {
  readyState: number;
  send: (text: string) => void;
  onmessage: ((event: { data: unknown }) => void) | null;
};
type Internals = { _observers: Map<string, Set<Handler>>; ws: Socket | null };

const OPEN = 1;
const MAX_SEALED = 32_000;
/** Frames that wait to be opened; more than that is a flood, and announcing anew makes up for what is lost. */
const MAX_WAITING = 512;

/** Frames that came this way or that are the same frame: each is sealed with a nonce of its own. */
const MAX_SEEN = 2_048;

/** Takes a frame that came another way than over the socket. */
export type TakeSignal = (topic: string, data: string) => void;

/** @param tellSaid hears what y-webrtc says to a room, so that it can be carried in other ways too */
export const hardenSignaling = (
  conn: SignalingConn,
  roomOf: (topic: string) => MeshRoom | undefined,
  tellSaid: (signal: Signal) => void,
  clock: Clock,
): TakeSignal => {
  const internals = conn as unknown as Internals;
  const original = [...(internals._observers.get('message') ?? [])];
  internals._observers.set('message', new Set());
  let incoming: Promise<void> = Promise.resolve();
  let outgoing: Promise<void> = Promise.resolve();

  let waiting = 0;
  const seen = createRecent<true>(MAX_SEEN);

  const receive = async (topic: string, sealed: string): Promise<void> => {
    const messages = (await roomOf(topic)?.open(sealed)) ?? [];
    // only what opens is remembered: who says it elsewhere first must not keep it from being heard
    if (messages.length === 0 || seen.has(sealed)) return;
    seen.set(sealed, true);
    for (const message of messages) {
      roomOf(topic)?.judge(message, () => {
        for (const handle of original) handle({ type: 'publish', topic, data: message });
      });
    }
  };
  const take: TakeSignal = (topic, data) => {
    // most come several ways: opening costs much more than knowing them
    if (data.length > MAX_SEALED || waiting >= MAX_WAITING || seen.has(data)) return;
    waiting += 1;
    incoming = incoming
      .then(() => receive(topic, data))
      .catch(() => undefined) // a bad frame must not stop the next
      .finally(() => (waiting -= 1));
  };
  conn.on('message', (message: HubFrame | null) => {
    const { type, topic, data } = message ?? {};
    if (type === 'publish' && typeof topic === 'string' && typeof data === 'string') take(topic, data);
  });
  guardSocket(internals);
  conn.on('connect', () => guardSocket(internals));

  const send = (message: HubFrame): void => {
    // between two connections y-webrtc would throw inside a promise of its own; whoever is there then is announced to
    if (internals.ws?.readyState === OPEN) internals.ws.send(JSON.stringify(message));
  };
  const publish = async (topic: string, gathered: readonly unknown[]): Promise<void> => {
    const ready = await roomOf(topic)?.seal(gathered);
    if (ready === undefined) return;
    const { message: said, sealed } = ready;
    send({ type: 'publish', topic, data: sealed });
    tellSaid({ topic, from: said.from, to: said.type === 'signal' ? said.to : undefined, data: sealed });
  };
  const outbox = createSignalOutbox(clock, (topic, gathered) => {
    outgoing = outgoing.then(() => publish(topic, gathered)).catch(() => undefined); // likewise
  });
  conn.send = (message: HubFrame) => {
    if (message.type === 'publish') outbox.add(String(message.topic), message.data);
    else send(message);
  };
  return take;
};

const guarded = new WeakSet<Socket>();

/** lib0 parses what comes in without a net: what is not JSON would be an uncaught exception. Each connect has a new socket. */
const guardSocket = ({ ws }: Internals): void => {
  if (ws === null || guarded.has(ws)) return;
  guarded.add(ws);
  const { onmessage } = ws;
  ws.onmessage = (event) => {
    if (isJson(event.data)) onmessage?.call(ws, event);
  };
};

const isJson = (data: unknown): boolean => {
  if (typeof data !== 'string') return false;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
};
