/** The core on Node: with the real host, disk and mesh, and projections in memory. */
import { randomBytes } from 'node:crypto';

import { drop } from '../../shared/base/drop.ts';
import type { IceServer } from '../../shared/base/ice-server.ts';
import { createHostClient, type HostClient } from '../../shared/host-api/host-client.ts';
import { createHostJournal } from '../../shared/host-api/host-journal.ts';
import { createHostSecrets } from '../../shared/host-api/host-stores.ts';
import { createMemoryDuplex } from '../../shared/host-api/memory-duplex.ts';
import { loadSodiumCrypto } from '../../shared/keys/sodium-crypto.ts';
import { createMesh } from '../../shared/mesh/create-mesh.ts';
import { hasNewWay } from '../../shared/model/new-way.ts';
import { createPeer } from '../../shared/peer/create-peer.ts';
import { createMemoryPictureStore } from '../../shared/peer/memory-picture-store.ts';
import { createMemoryProjection } from '../../shared/peer/memory-projection.ts';
import { createMemoryRecordStore } from '../../shared/peer/memory-record-store.ts';
import type { FileApi } from '../../shared/peer/file-api.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { Search } from '../../shared/ports/search.ts';
import type { Transport } from '../../shared/ports/transport.ts';
import { createHost, type Host } from '../host/create-host.ts';
import { ownAddresses } from '../host/own-addresses.ts';
import { serveOwnHub } from '../host/own-hub.ts';
import { VERSION } from '../host/version.ts';
import { nodeClock, nodeRandom, nodeSubtle, stderrLogger } from './node-ports.ts';
import { createRelayDoors } from './relay-doors.ts';
import { nodeWebRtc, provideWebSocket } from './webrtc.ts';

export type PeerOptions = {
  /** Where the peer lives. */
  profile: string;
  listen: number | undefined;
  hubs: string[];
  /** Find others on the local network; off if left out. */
  lan?: boolean;
  /** Relays and address helpers of this run, before those of the settings. */
  ice?: readonly IceServer[];
  /** Hides this machine's addresses in this run, whatever the settings say. */
  hideAddress?: boolean;
  /** What the core takes for the time. */
  clock: Clock;
  /** Stands between the core and the mesh. */
  transport?: (mesh: Transport) => Transport;
};

export type RunningPeer = {
  peer: PeerApi & FileApi;
  queries: Queries & Search;
  client: HostClient;
  stop: () => Promise<void>;
};

/** Resolves when everything stored is read back and requests can be answered. */
export const runPeer = async ({ profile, clock, transport, ...options }: PeerOptions): Promise<RunningPeer> => {
  provideWebSocket();
  const host = await openHost(profile, options);
  const ownHub = await serveOwnHub(host.hub, randomBytes(16).toString('hex'));
  const [appEnd, hostEnd] = createMemoryDuplex();
  host.serve(hostEnd);
  const client = createHostClient({ clock: nodeClock, connect: () => Promise.resolve(appEnd) });
  const doors = createRelayDoors();
  let ice = host.ice();
  await doors.align(ice);
  const mesh = createMesh({
    clock: nodeClock,
    random: nodeRandom,
    subtle: nodeSubtle,
    webrtc: nodeWebRtc(doors),
    signalingUrl: ownHub.url,
    ice: () => ice,
    addresses: ownAddresses,
    report: (what, error) => stderrLogger.warn(what, { error: String(error) }),
  });
  const queries = createMemoryProjection();
  const peer = await createPeer({
    clock,
    random: nodeRandom,
    crypto: await loadSodiumCrypto(),
    logger: stderrLogger,
    journal: createHostJournal(client),
    secrets: createHostSecrets(client),
    ...forNow(),
    projection: queries,
    transport: transport?.(mesh) ?? mesh,
    remember: (addresses) => void client.call('carriers.remember', { addresses: [...addresses] }),
  });
  peer.noteIce(ice);
  client.on('ice', (next) => {
    ice = next;
    peer.noteIce(next);
    const ready = doors.align(next).then(mesh.iceChanged);
    drop(ready, 'opening the way to a relay', report);
  });
  let known = host.carriers();
  client.on('carriers', ({ carriers, addresses }) => {
    peer.noteCarriers(carriers, addresses);
    if (hasNewWay(known, carriers)) mesh.announce();
    known = carriers;
  });
  client.on('journalDamaged', peer.noteDamage);
  client.on('disk', ({ state }) => peer.noteDisk(state));
  const disk = await client.call('disk.state', {});
  if (disk.ok) peer.noteDisk(disk.value.state);
  peer.noteCarriers(known, host.addresses());
  const stop = async (): Promise<void> => {
    await peer.dispose();
    client.dispose();
    doors.close();
    await ownHub.close();
    await host.close();
  };
  return { peer, queries, client, stop };
};

/** Read anew, or asked for anew, at every start. */
const forNow = () => ({ recordStore: createMemoryRecordStore(), pictures: createMemoryPictureStore() });

const openHost = (
  dir: string,
  options: Pick<PeerOptions, 'listen' | 'hubs' | 'lan' | 'ice' | 'hideAddress'>,
): Promise<Host> =>
  createHost({
    dir,
    profile: 'headless',
    shell: 'headless',
    version: VERSION,
    ...options,
    openExternal: () => Promise.resolve(),
    report,
  });

const report = (event: string, error: unknown): void =>
  stderrLogger.warn(event, { error: error instanceof Error ? error.name : 'unknown' });
