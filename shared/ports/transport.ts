import type { LinkId } from '../base/ids.ts';
import type { Route } from '../model/status.ts';

/**
 * A meeting room of the mesh. `topic` is blinded (means nothing to a carrier); `password` seals signalling frames.
 * In a `listenOnly` room we answer those who announce themselves and never announce ourselves.
 */
export type Room = { topic: string; password: string; listenOnly: boolean };

/** SHA-256 fingerprints of both DTLS certificates, 32 bytes each, as negotiated on this connection. */
export type Fingerprints = { local: Uint8Array; remote: Uint8Array };

/** A sealed signalling frame. `from` and `to` name ends of the mesh in that room, for as long as they are in it. */
export type Signal = { topic: string; from: string; to: string | undefined; data: string };

export type TransportEvent =
  | {
      kind: 'opened';
      link: LinkId;
      topic: string;
      initiator: boolean;
      fingerprints: Fingerprints;
      route: Route;
      /** People carried what the two sides had to tell each other: no room and no hub had a part in it. */
      byCode?: true;
    }
  | { kind: 'frame'; link: LinkId; frame: Uint8Array }
  /** How it goes is known better by now. */
  | { kind: 'route'; link: LinkId; route: Route }
  | { kind: 'closed'; link: LinkId; reason: string }
  /** Said to the room by this mesh; whoever has links may carry it further. */
  | { kind: 'signal'; signal: Signal }
  | { kind: 'hub'; state: 'up' | 'down' };

/**
 * Connections for which people carry what each side has to tell the other (bytes that only the transport understands).
 * Once up they are links like others, of the room that is named with the answer.
 */
export type CodeConnections = {
  /** Begins a connection. Its answer may come for CODE_LIVES_MS. @returns undefined if this machine has no address */
  offer: () => Promise<{ attempt: string; side: Uint8Array } | undefined>;
  /** Waits for the other side as long. @returns what the other side must be given; undefined if `offer` is not an offer */
  answer: (topic: string, offer: Uint8Array) => Promise<Uint8Array | undefined>;
  /** Resolves when the connection is up, or did not come up. `gone`: there is no such attempt any more. */
  accept: (attempt: string, topic: string, answer: Uint8Array) => Promise<'opened' | 'failed' | 'gone'>;
};

/** How long an offer waits for its answer, and who answered for the connection. */
export const CODE_LIVES_MS = 15 * 60_000;

/** Unauthenticated, ordered, reliable channels between devices that met in a room. The core decides who they are. */
export type Transport = {
  /** Makes these the rooms we are in. Links of a room that is left are closed. */
  setRooms: (rooms: readonly Room[]) => void;
  /** @param frame at most 64 KiB; larger is a bug and throws */
  send: (link: LinkId, frame: Uint8Array) => void;
  close: (link: LinkId, reason: string) => void;
  /** Somebody else's signalling came over a link. */
  signal: (signal: Signal) => void;
  codes: CodeConnections;
  subscribe: (listener: (event: TransportEvent) => void) => () => void;
  dispose: () => void;
};

export const MAX_FRAME_BYTES = 64 * 1024;
