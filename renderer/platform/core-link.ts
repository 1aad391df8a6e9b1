/** The page's end of the core: calls with answers, events, and the mesh that the core cannot have in its worker. */
import { type IceChoice, NO_ICE } from '../../shared/base/ice-server.ts';
import type { HostOutput } from '../../shared/host-api/table.ts';
import { createMesh, type Mesh } from '../../shared/mesh/create-mesh.ts';
import type { Subtle, WebRtc } from '../../shared/mesh/webrtc-types.ts';
import type { PeerApi, PeerEvent } from '../../shared/peer/peer-api.ts';
import { browserClock, browserRandom } from './browser-ports.ts';
import type { CodeStep, FromWorker, MeshCommand, PeerMethod, ToWorker, HostMethodOfPage } from './worker-messages.ts';

export type CoreLife =
  | { kind: 'restoring'; done: number; all: number }
  | { kind: 'running' }
  | { kind: 'taken-over' }
  | { kind: 'restart' }
  | { kind: 'failed'; message: string };

export type CoreLink = {
  peer: PeerApi;
  info: Promise<HostOutput<'shell.info'>>;
  ask: (method: HostMethodOfPage, input?: unknown) => Promise<unknown>;
};

type Pending = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** @param worker the core's worker, not yet started */
export const linkCore = (
  worker: Worker,
  host: Extract<ToWorker, { kind: 'start' }>['host'],
  onLife: (life: CoreLife) => void,
): CoreLink => {
  const pending = new Map<number, Pending>();
  const listeners = new Set<(event: PeerEvent) => void>();
  let mesh: Mesh | undefined;
  let ice: IceChoice = NO_ICE;
  let nextId = 0;
  let hasRun = false;
  let isStopped = false;
  let tellInfo: (info: HostOutput<'shell.info'>) => void = () => undefined;
  const info = new Promise<HostOutput<'shell.info'>>((resolve) => {
    tellInfo = resolve;
  });

  const say = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);

  const startMesh = (told: HostOutput<'shell.info'>): void => {
    mesh = pageMesh(told, () => ice);
    mesh.subscribe((event) => say({ kind: 'transport', event }, event.kind === 'frame' ? [event.frame.buffer] : []));
    tellInfo(told);
  };

  const stop = (): void => {
    isStopped = true;
    mesh?.dispose();
    worker.terminate();
    for (const waiting of pending.values()) waiting.reject(new Error(STOPPED));
    pending.clear();
  };
  const end = (life: CoreLife): void => {
    stop();
    onLife(life);
  };

  worker.onerror = () => end({ kind: 'failed', message: hasRun ? STOPPED : NOT_STARTED });
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    switch (data.kind) {
      case 'answer':
        return settle(pending, data.id, (waiting) => waiting.resolve(data.value));
      case 'failure':
        return settle(pending, data.id, (waiting) => waiting.reject(new Error(data.message)));
      case 'events':
        return data.events.forEach((event) => listeners.forEach((listener) => listener(event)));
      case 'info':
        ice = data.ice;
        return startMesh(data.info);
      case 'mesh':
        if (data.command.kind === 'ice') ({ ice } = data.command);
        return mesh === undefined ? undefined : tellMesh(mesh, data.command);
      case 'code-step':
        return takeStep(mesh, data.step, (value) => say({ kind: 'code-step', id: data.id, value }));
      case 'restoring':
        return onLife(data);
      case 'running':
        hasRun = true;
        return onLife(data);
      default:
        return end(data);
    }
  };

  const ask = (method: Extract<ToWorker, { kind: 'call' }>['method'], input?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (isStopped) return reject(new Error(STOPPED));
      nextId += 1;
      pending.set(nextId, { resolve, reject });
      say({ kind: 'call', id: nextId, method, input });
    });
  say({ kind: 'start', host }, host.kind === 'port' ? [host.port] : []);

  const command =
    <M extends PeerMethod>(method: M) =>
    (input?: unknown): ReturnType<PeerApi[M]> =>
      ask(method, input) as ReturnType<PeerApi[M]>;
  return {
    info,
    ask,
    peer: {
      createCommunity: command('createCommunity'),
      createInvite: command('createInvite'),
      ownMember: command('ownMember'),
      join: command('join'),
      govern: command('govern'),
      audit: command('audit'),
      post: command('post'),
      act: command('act'),
      openDirect: command('openDirect'),
      status: command('status'),
      lanes: command('lanes'),
      cutLink: command('cutLink'),
      offerCode: command('offerCode'),
      answerCode: command('answerCode'),
      acceptCode: command('acceptCode'),
      recoveryPhrase: command('recoveryPhrase'),
      restoreFromPhrase: command('restoreFromPhrase'),
      devices: command('devices'),
      createDeviceCode: command('createDeviceCode'),
      confirmDevice: command('confirmDevice'),
      linkDevice: command('linkDevice'),
      showPresence: command('showPresence'),
      showTyping: command('showTyping'),
      tellOwnDevices: command('tellOwnDevices'),
      setPicture: command('setPicture'),
      presence: command('presence'),
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      dispose: () => Promise.resolve(stop()),
    },
  };
};

const NOT_STARTED = 'The part of Holdfast that keeps your messages could not start.';
const STOPPED = 'The part of Holdfast that keeps your messages has stopped.';

const settle = (pending: Map<number, Pending>, id: number, finish: (waiting: Pending) => void): void => {
  const waiting = pending.get(id);
  pending.delete(id);
  if (waiting !== undefined) finish(waiting);
};

const tellMesh = (mesh: Mesh, said: MeshCommand): void => {
  if (said.kind === 'rooms') mesh.setRooms(said.rooms);
  else if (said.kind === 'expect') mesh.expect(said.room);
  else if (said.kind === 'send') mesh.send(said.link, said.frame);
  else if (said.kind === 'close') mesh.close(said.link, said.reason);
  else if (said.kind === 'ice') mesh.iceChanged();
  else if (said.kind === 'signal') mesh.signal(said.signal);
  else mesh.announce();
};

const takeStep = (mesh: Mesh | undefined, step: CodeStep, tell: (value: unknown) => void): void => {
  const failed = (error: unknown): void => {
    report('a code’s step failed', error);
    tell(undefined);
  };
  if (mesh === undefined) tell(undefined);
  else if (step.kind === 'offer') mesh.codes.offer().then(tell, failed);
  else if (step.kind === 'answer') mesh.codes.answer(step.topic, step.offer).then(tell, failed);
  else mesh.codes.accept(step.attempt, step.topic, step.answer).then(tell, failed);
};

const report = (what: string, error: unknown): void =>
  console.warn(`holdfast ${what}`, error instanceof Error ? error.message : '');

const pageMesh = (info: HostOutput<'shell.info'>, ice: () => IceChoice): Mesh =>
  createMesh({
    clock: browserClock,
    random: browserRandom,
    subtle: crypto.subtle as unknown as Subtle,
    webrtc: { RTCPeerConnection, RTCSessionDescription, RTCIceCandidate } as unknown as WebRtc,
    signalingUrl: info.hubUrl === '' ? `ws://${location.host}/hub` : info.hubUrl,
    ice,
    addresses: () => info.addresses,
    report,
  });
