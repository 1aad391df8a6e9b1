/**
 * Stands between a signalling socket and y-webrtc: only frames that open with a room's key and say something sensible
 * pass. One that does not would be an unhandled rejection inside y-webrtc, which ends a Node process.
 */
import type { SignalingConn } from 'y-webrtc';

import type { MeshRoom } from './mesh-room.ts';

type HubFrame = { type?: unknown; topic?: unknown; data?: unknown };
type Handler = (message: HubFrame) => void;
type Socket = { readyState: number; send: (text: string) => void };
type Internals = { _observers: Map<string, Set<Handler>>; ws: Socket | null };

const OPEN = 1;
const MAX_SEALED = 32_000;

export const hardenSignaling = (conn: SignalingConn, roomOf: (topic: string) => MeshRoom | undefined): void => {
  const internals = conn as unknown as Internals;
  const original = [...(internals._observers.get('message') ?? [])];
  internals._observers.set('message', new Set());
  let incoming: Promise<void> = Promise.resolve();
  let outgoing: Promise<void> = Promise.resolve();

  const receive = async (message: HubFrame): Promise<void> => {
    const { topic, data } = message;
    if (message.type !== 'publish' || typeof topic !== 'string' || typeof data !== 'string') return;
    const room = data.length > MAX_SEALED ? undefined : roomOf(topic);
    if (room === undefined || !(await room.admits(data))) return;
    for (const handle of original) handle(message);
  };
  conn.on('message', (message: HubFrame) => {
    incoming = incoming.then(() => receive(message)).catch(() => undefined); // a bad frame must not stop the next
  });

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
