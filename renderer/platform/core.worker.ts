/** The core's worker: the peer on Dexie, the host's journal and secrets, and the page's mesh. */
import { drop } from '../../shared/base/drop.ts';
import type { IceChoice } from '../../shared/base/ice-server.ts';
import { createHostClient, type HostClient } from '../../shared/host-api/host-client.ts';
import { createHostJournal } from '../../shared/host-api/host-journal.ts';
import { createHostSecrets } from '../../shared/host-api/host-stores.ts';
import type { NetworkChoices } from '../../shared/host-api/table.ts';
import { deriveInviteKeys, parseInvite } from '../../shared/keys/invite.ts';
import { previewJoin } from '../../shared/keys/link-code.ts';
import { loadSodiumCrypto } from '../../shared/keys/sodium-crypto.ts';
import { hasNewWay } from '../../shared/model/new-way.ts';
import type { CarrierHealth } from '../../shared/model/status.ts';
import { createPeer, type Peer } from '../../shared/peer/create-peer.ts';
import type { Crypto } from '../../shared/ports/crypto.ts';
import type { RecordStore } from '../../shared/ports/record-store.ts';
import type { SearchQuery } from '../../shared/ports/search.ts';
import type { Transport, TransportEvent } from '../../shared/ports/transport.ts';
import { browserClock, browserRandom, consoleLogger } from './browser-ports.ts';
import { createCodeSteps } from './code-steps.ts';
import { createChunkBounds } from './chunk-bounds.ts';
import { openDatabase } from './database.ts';
import { createDexiePictures } from './dexie-pictures.ts';
import { createDexieProjection } from './dexie-projection.ts';
import { createDexieRecordStore } from './dexie-record-store.ts';
import { openPageFile } from './open-page-file.worker.ts';
import { createDexieSearch, type DexieSearch } from './dexie-search.ts';
import { createEventBatches } from './event-batches.ts';
import { connectHost } from './host-duplex.ts';
import { readPicture } from './read-picture.worker.ts';
import { shrinkPicture } from './shrink-picture.worker.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

const post = (message: FromWorker, transfer: Transferable[] = []): void => self.postMessage(message, transfer);
const batches = createEventBatches((events) => post({ kind: 'events', events }));
const tell: typeof post = (message, transfer) => {
  batches.flush();
  post(message, transfer);
};

/** Steps of connecting by codes that the page has not answered yet. */
const steps = createCodeSteps((id, step) => tell({ kind: 'code-step', id, step }));
const transportListeners = new Set<(event: TransportEvent) => void>();
const transport: Transport = {
  setRooms: (rooms) => tell({ kind: 'mesh', command: { kind: 'rooms', rooms } }),
  send: (link, frame) => {
    const own = frame.slice();
    tell({ kind: 'mesh', command: { kind: 'send', link, frame: own } }, [own.buffer]);
  },
  signal: (signal) => tell({ kind: 'mesh', command: { kind: 'signal', signal } }),
  close: (link, reason) => tell({ kind: 'mesh', command: { kind: 'close', link, reason } }),
  codes: steps.codes,
  subscribe: (listener) => {
    transportListeners.add(listener);
    return () => void transportListeners.delete(listener);
  },
  dispose: () => transportListeners.clear(),
};

type Core = { peer: Peer; crypto: Crypto; client: HostClient; search: DexieSearch };

/** The browser's storage is damaged: nothing is lost with it, as the host has everything. */
const startAnew = (recordStore: RecordStore): Promise<void> => {
  consoleLogger.warn('stored-records-damaged', {});
  // whoever wanted the damaged page fails, here and now: that must not end what begins anew
  self.addEventListener('error', (event) => event.preventDefault());
  return recordStore.clear().then(
    () => tell({ kind: 'restart' }),
    (error: unknown) => tell({ kind: 'failed', message: messageOf(error) }),
  );
};

type Host = Extract<ToWorker, { kind: 'start' }>['host'];

const reachHost = async (host: Host): Promise<{ client: HostClient; ice: IceChoice }> => {
  const client = createHostClient({
    clock: browserClock,
    connect: connectHost(host, () => {
      tell({ kind: 'taken-over' }); // which ends this worker, and with it its hold on the file
    }),
  });
  await client.whenUp();
  const info = await client.call('shell.info', {});
  if (!info.ok) throw new Error(info.message);
  const ice = await client.call('network.ice', {});
  if (!ice.ok) throw new Error(ice.message);
  tell({ kind: 'info', info: info.value, ice: ice.value });
  return { client, ice: ice.value };
};

const start = async (host: Host): Promise<Core> => {
  const { client, ice } = await reachHost(host);
  let latest = ice;
  let noteIce: Peer['noteIce'] = (next) => (latest = next); // until there is a peer
  client.on('ice', (next) => {
    tell({ kind: 'mesh', command: { kind: 'ice', ice: next } });
    noteIce(next);
  });
  // not sooner: the window before this one lets go of the file when the host has told it that this one is there
  const [crypto, file] = await Promise.all([loadSodiumCrypto(), openPageFile()]);
  const database = openDatabase();
  const recordStore = createDexieRecordStore(openDatabase('strict'), file, () => void startAnew(recordStore));
  const bounds = createChunkBounds(database);
  const search = createDexieSearch(database, bounds, (what, error) =>
    consoleLogger.warn(what, { error: messageOf(error) }),
  );
  const peer = await createPeer({
    clock: browserClock,
    random: browserRandom,
    crypto,
    logger: consoleLogger,
    journal: createHostJournal(client),
    secrets: createHostSecrets(client),
    recordStore,
    projection: createDexieProjection(database, { bounds, feed: search }),
    pictures: createDexiePictures(database),
    transport,
    firstMs: FIRST_MS,
    restoring: (progress) => tell({ kind: 'restoring', ...progress }),
    remember: (addresses) => void client.call('carriers.remember', { addresses: [...addresses] }),
  });
  ({ noteIce } = peer);
  noteIce(latest);
  peer.subscribe(batches.add);
  await listenToHost(client, peer);
  tell({ kind: 'running' });
  keepWritten(search);
  return { peer, crypto, client, search };
};

/** Measured on a small machine, over loopback. History that came meanwhile doubled it. */
const FIRST_MS = 400;

const SEARCH_REST_MS = 20_000;

/** So that no start has much to read again: what it reads at once, its memory holds until the collector comes by. */
const keepWritten = (search: DexieSearch): void => {
  drop(search.rest(), 'writing the search index', (what, error) =>
    consoleLogger.warn(what, { error: messageOf(error) }),
  );
  browserClock.after(SEARCH_REST_MS, () => keepWritten(search));
};

const listenToHost = async (client: HostClient, peer: Peer): Promise<void> => {
  client.onState((state) => {
    peer.noteHost(state);
    if (state === 'up') tell({ kind: 'mesh', command: { kind: 'announce' } });
  });
  let known: readonly CarrierHealth[] = [];
  client.on('carriers', ({ carriers, addresses }) => {
    peer.noteCarriers(carriers, addresses);
    if (hasNewWay(known, carriers)) tell({ kind: 'mesh', command: { kind: 'announce' } });
    known = carriers;
  });
  client.on('journalDamaged', peer.noteDamage);
  client.on('disk', ({ state }) => peer.noteDisk(state));
  const disk = await client.call('disk.state', {});
  if (disk.ok) peer.noteDisk(disk.value.state);
  const carriers = await client.call('carriers.list', {});
  if (carriers.ok) peer.noteCarriers(carriers.value.carriers, carriers.value.addresses);
};

let core: Promise<Core> | undefined;

/** Who looks at an invite may join: what that takes and tells nobody is done while they read. */
const preview = (crypto: Crypto, text: string): ReturnType<typeof previewJoin> => {
  const invite = parseInvite(crypto, text);
  if (invite.ok) {
    const { room } = deriveInviteKeys(crypto, invite.value.community, invite.value.seed);
    tell({ kind: 'mesh', command: { kind: 'expect', room } });
  }
  return previewJoin(crypto, text);
};

const call = async ({ method, input }: Extract<ToWorker, { kind: 'call' }>): Promise<unknown> => {
  if (method === 'readPicture') return readPicture(input as Blob);
  if (method === 'shrinkPicture') return shrinkPicture(input as Blob);
  if (core === undefined) throw new Error('the core has not been started');
  const { peer, crypto, client, search } = await core;
  if (method === 'openExternal') return void (await client.call('shell.openExternal', { url: String(input) }));
  if (method === 'showWindow') return void (await client.call('shell.showWindow', {}));
  if (method === 'readNetwork') return client.call('network.get', {});
  if (method === 'changeNetwork') return client.call('network.set', input as NetworkChoices);
  if (method === 'search') return search.search(input as SearchQuery);
  if (method === 'previewInvite') return preview(crypto, String(input));
  if (method === 'saveFile') return saveFile(peer, input as SaveFileInput);
  if (method === 'takeInFile') return peer.takeInFile(input as Blob);
  const command = peer[method] as (input: unknown) => Promise<unknown>;
  return command(input);
};

type SaveFileInput = Parameters<Peer['saveFile']>[0];

/** The parts are in the browser's keeping, which may put them on the disk: a community may be larger than the memory. */
const saveFile = async (peer: Peer, input: SaveFileInput): Promise<unknown> => {
  let file = new Blob([]);
  const saved = await peer.saveFile(input, (bytes) => {
    file = new Blob([file, new Uint8Array(bytes)]);
  });
  return saved.ok ? { ok: true, value: { ...saved.value, file } } : saved;
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  switch (data.kind) {
    case 'start':
      core = start(data.host);
      core.catch((error: unknown) => tell({ kind: 'failed', message: messageOf(error) }));
      return;
    case 'call':
      call(data).then(
        (value) => tell({ kind: 'answer', id: data.id, value }),
        (error: unknown) => tell({ kind: 'failure', id: data.id, message: messageOf(error) }),
      );
      return;
    case 'transport':
      for (const listener of transportListeners) listener(data.event);
      return;
    case 'code-step':
      steps.answered(data.id, data.value);
  }
};
