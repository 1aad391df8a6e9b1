/** The host: journal, secrets, files, shell functions and hub of one profile, behind the host API's handlers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { IceChoice, IceServer } from '../../shared/base/ice-server.ts';
import { isLaneEntry } from '../../shared/base/lane-entry.ts';
import { type ServedHost, serveHost } from '../../shared/host-api/serve-host.ts';
import type { HostHandlers } from '../../shared/host-api/table.ts';
import type { Duplex } from '../../shared/ports/duplex.ts';
import { type DiskGuard, inPlainWords, openDiskGuard, writeAtStart } from './disk-guard.ts';
import type { FileJournal } from './file-journal.ts';
import { lostEntries } from './journal/segment-state.ts';
import { startVerifying } from './journal/start-verifying.ts';
import { type FileStore, openFileStore, type Protection } from './file-store.ts';
import { type Carriers, openCarriers } from './carriers.ts';
import { createHub, type Hub } from './hub.ts';
import { createGathered } from './gathered.ts';
import { createNetworkDesk } from './network-desk.ts';
import { type NetworkSettingsFile, openNetworkSettings } from './network-settings.ts';
import { safeExternalUrl } from './open-external.ts';
import { ownAddresses } from './own-addresses.ts';
import { openProfileJournal } from './profile-journal.ts';
import { lockProfile } from './profile-lock.ts';

export type HostOptions = {
  /** The profile's directory; made if missing. */
  dir: string;
  profile: string;
  shell: 'electron' | 'standalone' | 'headless';
  version: string;
  /** Opens the hub to others on this port. */
  listen?: number | undefined;
  /** Hubs to connect out to, ws:// or wss://. */
  hubs: readonly string[];
  /** Find others on the local network, unless the profile's settings say no; off if left out. */
  lan?: boolean | undefined;
  /** Relays and address helpers of this run, before those of the settings. */
  ice?: readonly IceServer[] | undefined;
  /** Hides this machine's addresses from members in this run, whatever the settings say. */
  hideAddress?: boolean | undefined;
  hubUrl?: () => string;
  protection?: Protection | undefined;
  openExternal: (url: string) => Promise<void>;
  /** Left out where the app has no window of its own. */
  showWindow?: () => void;
  report: (event: string, error: unknown) => void;
};

/** Where hubs come and go, carriers change many times at once. */
const TELL_WITHIN_MS = 100;

export type Host = {
  hub: Hub;
  /** Serves an app; a newer one takes over from an older. @returns what ends it */
  serve: (duplex: Duplex) => void;
  carriers: Carriers['health'];
  addresses: Carriers['addresses'];
  ice: () => IceChoice;
  close: () => Promise<void>;
};

/** @throws with a message for people: the profile is open elsewhere, the port is taken */
export const createHost = async (options: HostOptions): Promise<Host> => {
  const unlock = lockHome(options.dir);
  const hub = createHub();
  let current: { duplex: Duplex; served: ServedHost } | undefined;
  const disk = await openDiskGuard({
    dir: options.dir,
    report: options.report,
    changed: (state) => current?.served.tell('disk', { state }),
  });
  const tellCarriers = (): void =>
    current?.served.tell('carriers', { carriers: ways.health(), addresses: ways.addresses() });
  const carriersChanged = createGathered(TELL_WITHIN_MS, tellCarriers);
  const {
    carriers: ways,
    journal,
    settings,
    isHidden,
  } = await open(hub, options, carriersChanged.ask).catch(async (error: unknown) => {
    carriersChanged.cancel();
    await disk.stop();
    unlock();
    throw inPlainWords(error);
  });
  if (journal.cut > 0) options.report(`journal-cut ${journal.cut}`, new Error('bytes were cut off and kept aside'));
  const secrets = openFileStore(join(options.dir, 'secrets'), options.protection);
  const files = openFileStore(join(options.dir, 'files'));

  const network = createNetworkDesk({
    settings,
    ice: options.ice ?? [],
    isHidden,
    align: ways.align,
    tell: (ice) => current?.served.tell('ice', ice),
  });

  const stopVerifying = startVerifying(
    journal,
    (lost) => {
      options.report(`journal-damaged ${lost}`, new Error('entries are damaged'));
      if (lost > 0) current?.served.tell('journalDamaged', {});
    },
    options.report,
  );

  const handlers: HostHandlers = {
    'journal.append': ({ at, entries }) =>
      disk.state() === 'full' && entries.some(isLaneEntry)
        ? Promise.reject(new Error(FULL))
        : disk.write(() => journal.append(at, entries)),
    'journal.replace': async ({ entries }) => {
      await journal.replace(entries);
      return {};
    },
    'journal.end': async () => ({ end: await journal.end() }),
    'journal.read': ({ from }) => journal.read(from),
    'journal.lost': async () => ({ lost: lostEntries(journal.damage()) }),
    'secrets.get': async ({ name }) => ({ value: await secrets.get(name) }),
    'secrets.set': async ({ name, value }) => (await disk.write(() => secrets.set(name, value)), {}),
    ...fileHandlers(files, disk),
    'shell.openExternal': async ({ url }) => {
      const safe = safeExternalUrl(url);
      if (safe !== undefined) await options.openExternal(safe);
      return { opened: safe !== undefined };
    },
    'shell.showWindow': async () => (options.showWindow?.(), {}),
    'shell.info': async () => ({
      version: options.version,
      profile: options.profile,
      shell: options.shell,
      platform: process.platform,
      secretStorage: options.protection === undefined ? 'file' : 'system',
      hubUrl: options.hubUrl?.() ?? '',
      addresses: ownAddresses(),
    }),
    'disk.state': async () => ({ state: disk.state() }),
    'carriers.list': async () => ({ carriers: ways.health(), addresses: ways.addresses() }),
    'network.get': async () => network.choices(),
    'network.set': network.change,
    'network.ice': async () => network.ice(),
    'carriers.remember': async ({ addresses }) => (ways.remember(addresses), {}),
  };

  return {
    hub,
    serve: (duplex) => {
      current?.served.stop();
      current?.duplex.close();
      current = { duplex, served: serveHost(duplex, handlers, options.report) };
      duplex.onClose(() => {
        if (current?.duplex === duplex) current = undefined;
      });
      tellCarriers();
      current.served.tell('ice', network.ice());
    },
    carriers: ways.health,
    addresses: ways.addresses,
    ice: network.ice,
    close: async () => {
      current?.duplex.close();
      hub.close();
      await ways.close();
      carriersChanged.cancel(); // these were changes too
      await stopVerifying();
      await disk.stop();
      await journal.close();
      unlock();
    },
  };
};

const FULL =
  'There is hardly any room left on the disk: no messages are stored until there is. Make room, and it goes on by itself.';
const LOW = 'There is little room left on the disk: no files are stored until there is more. Make room, and try again.';

/** Made if missing. @returns gives it back */
const lockHome = (dir: string): (() => void) =>
  writeAtStart(dir, () => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return lockProfile(dir);
  });

/** What may fail at start, all of it or nothing. */
const open = async (
  hub: Hub,
  { dir, listen, hubs, lan, hideAddress, protection, report }: HostOptions,
  changed: () => void,
): Promise<{ carriers: Carriers; journal: FileJournal; settings: NetworkSettingsFile; isHidden: () => boolean }> => {
  const journal = await openProfileJournal(dir, protection);
  const settings = openNetworkSettings(dir, (error) => report('network-settings', error));
  try {
    const isHidden = (): boolean => hideAddress === true || settings.now().hideAddress;
    const carriers = await openCarriers({ hub, settings, listen, servers: hubs, lan: lan ?? false, isHidden, changed });
    return { journal, carriers, settings, isHidden };
  } catch (error) {
    await journal.close();
    throw error;
  }
};

const fileHandlers = (
  files: FileStore,
  disk: Pick<DiskGuard, 'state'>,
): Pick<HostHandlers, 'files.get' | 'files.put' | 'files.remove'> => ({
  'files.get': async ({ key }) => ({ bytes: await files.get(key) }),
  'files.put': async ({ key, bytes }) => {
    if (disk.state() !== 'ok') throw new Error(LOW);
    await files.set(key, bytes);
    return {};
  },
  'files.remove': async ({ key }) => (await files.remove(key), {}),
});
