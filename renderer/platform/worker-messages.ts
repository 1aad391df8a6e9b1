/** What the page and the core's worker say to each other. The core has no WebRTC; the page has no keys. */
import type { IceChoice } from '../../shared/base/ice-server.ts';
import type { LinkId } from '../../shared/base/ids.ts';
import type { HostOutput } from '../../shared/host-api/table.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import type { Room, Signal, TransportEvent } from '../../shared/ports/transport.ts';

/** Commands that the page may give; each takes one argument or none and answers with a promise. */
export type PeerMethod = Exclude<keyof PeerApi, 'subscribe' | 'dispose'>;

/** What the page asks besides. */
export type HostMethodOfPage =
  | 'previewInvite'
  | 'openExternal'
  | 'showWindow'
  | 'readNetwork'
  | 'changeNetwork'
  | 'saveFile'
  | 'takeInFile'
  | 'search'
  | 'readPicture'
  | 'shrinkPicture';

export type ToWorker =
  /** Electron hands a port to its host; in the standalone shell the worker connects by WebSocket. */
  | { kind: 'start'; host: { kind: 'port'; port: MessagePort } | { kind: 'socket'; url: string } }
  | { kind: 'call'; id: number; method: PeerMethod | HostMethodOfPage; input: unknown }
  | { kind: 'transport'; event: TransportEvent }
  /** `undefined` also where the page has no mesh, or it failed. */
  | { kind: 'code-step'; id: number; value: unknown };

export type FromWorker =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'failure'; id: number; message: string }
  /** In their order; all of one turn together. */
  | { kind: 'events'; events: readonly PeerEvent[] }
  | { kind: 'info'; info: HostOutput<'shell.info'>; ice: IceChoice }
  /** Much of the journal is read back: so many of its entries, of so many. What is stored for the page is not whole. */
  | { kind: 'restoring'; done: number; all: number }
  | { kind: 'running' }
  | { kind: 'failed'; message: string }
  | { kind: 'taken-over' }
  /** What the browser has stored was damaged, and is gone: the next start makes it anew. */
  | { kind: 'restart' }
  | { kind: 'mesh'; command: MeshCommand }
  /** A step of connecting by codes, which the page's mesh answers. */
  | { kind: 'code-step'; id: number; step: CodeStep };

export type CodeStep =
  | { kind: 'offer' }
  | { kind: 'answer'; topic: string; offer: Uint8Array }
  | { kind: 'accept'; attempt: string; topic: string; answer: Uint8Array };

/** What the core has the page's mesh do. */
export type MeshCommand =
  | { kind: 'announce' }
  | { kind: 'ice'; ice: IceChoice }
  | { kind: 'rooms'; rooms: readonly Room[] }
  | { kind: 'expect'; room: Pick<Room, 'topic' | 'password'> }
  | { kind: 'send'; link: LinkId; frame: Uint8Array }
  | { kind: 'close'; link: LinkId; reason: string }
  | { kind: 'signal'; signal: Signal };
