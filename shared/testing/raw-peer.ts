/**
 * One end of links that is driven by hand: it shakes hands by the book as far as it is told to, and then says whatever
 * a test wants. What a member's modified client can do, this can do.
 */
import type { LinkId } from '../base/ids.ts';
import type { Room, Transport } from '../ports/transport.ts';
import { type HandshakeConfig, type HandshakeState, startHandshake, stepHandshake } from '../sync/handshake.ts';

type RawHandshake = Omit<HandshakeConfig, 'initiator' | 'fingerprints'>;

/** Where it stops: before its HELLO, PROOF or NAME, or not at all. */
export type StopBefore = 'hello' | 'proof' | 'name' | 'nothing';

export type RawPeer = {
  /** The newest link, if it is up and the handshake is where it was to stop. */
  ready: () => LinkId | undefined;
  /** How many links were closed under it. */
  closed: () => number;
  /** Frames that came after the handshake. */
  heard: Uint8Array[];
  /** The frame it would have sent next, in the handshake. */
  next: () => Uint8Array | undefined;
  send: (link: LinkId, frame: Uint8Array) => void;
  close: (link: LinkId) => void;
  setRooms: (rooms: readonly Room[]) => void;
};

const TYPES = { hello: 1, proof: 2, name: 3, nothing: 0 } as const;

type RawLink = { id: LinkId; handshake: HandshakeState; held: Uint8Array | undefined };

export const createRawPeer = (transport: Transport, handshake: RawHandshake, stopBefore: () => StopBefore): RawPeer => {
  const heard: Uint8Array[] = [];
  let link: RawLink | undefined;
  let closed = 0;

  const step = (on: RawLink, { state, send }: { state: HandshakeState; send: readonly Uint8Array[] }): void => {
    on.handshake = state;
    for (const frame of send) {
      if (frame[0] === TYPES[stopBefore()]) on.held = frame;
      else transport.send(on.id, frame);
    }
  };

  transport.subscribe((event) => {
    if (event.kind === 'hub' || event.kind === 'signal' || event.kind === 'route') return;
    if (event.kind === 'opened') {
      const { initiator, fingerprints } = event;
      const started = startHandshake({ ...handshake, initiator, fingerprints });
      link = { id: event.link, handshake: started.state, held: undefined };
      return step(link, started);
    }
    if (link?.id !== event.link) return;
    if (event.kind === 'closed') {
      link = undefined;
      closed += 1;
    } else if (link.handshake.kind === 'done') heard.push(event.frame);
    else if (link.held === undefined) step(link, stepHandshake(link.handshake, event.frame));
  });

  const isReady = (on: RawLink): boolean =>
    stopBefore() === 'nothing' ? on.handshake.kind === 'done' : on.held !== undefined;

  return {
    ready: () => (link !== undefined && isReady(link) ? link.id : undefined),
    closed: () => closed,
    heard,
    next: () => link?.held,
    send: transport.send,
    close: (id) => transport.close(id, 'closed by hand'),
    setRooms: transport.setRooms,
  };
};
