/**
 * Stands between a signalling socket and y-webrtc: only frames that open with a room's key and say something sensible
 * pass. One that does not would be an unhandled rejection inside y-webrtc, which ends a Node process.
 */
import type { SignalingConn } from 'y-webrtc';

import type { MeshRoom } from './mesh-room.ts';

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

export const hardenSignaling = (conn: SignalingConn, roomOf: (topic: string) => MeshRoom | undefined): void => {
  const internals = conn as unknown as Internals;
  const original = [...(internals._observers.get('message') ?? [])];
  internals._observers.set('message', new Set());
  let incoming: Promise<void> = Promise.resolve();
  let outgoing: Promise<void> = Promise.resolve();

  let waiting = 0;

  const receive = async (topic: string, message: HubFrame & { data: string }): Promise<void> => {
    const room = roomOf(topic);
    if (room === undefined || !(await room.admits(message.data))) return;
    for (const handle of original) handle(message);
  };
  conn.on('message', (message: HubFrame | null) => {
    const { type, topic, data } = message ?? {};
    if (type !== 'publish' || typeof topic !== 'string' || typeof data !== 'string') return;
    if (data.length > MAX_SEALED || waiting >= MAX_WAITING) return;
    waiting += 1;
    incoming = incoming
      .then(() => receive(topic, { type, topic, data }))
      .catch(() => undefined) // a bad frame must not stop the next
      .finally(() => (waiting -= 1));
  });
  guardSocket(internals);
  conn.on('connect', () => guardSocket(internals));

  const send = (message: HubFrame): void => {
    // between two connections y-webrtc would throw inside a promise of its own; whoever is there then is announced to
    if (internals.ws?.readyState === OPEN) internals.ws.send(JSON.stringify(message));
  };
  const publish = async (message: HubFrame): Promise<void> => {
    const room = roomOf(String(message.topic));
    if (room !== undefined && (await room.mayPublish(String(message.data)))) send(message);
  };
  conn.send = (message: HubFrame) => {
    if (message.type !== 'publish') return send(message);
    outgoing = outgoing.then(() => publish(message)).catch(() => undefined); // likewise
  };
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
