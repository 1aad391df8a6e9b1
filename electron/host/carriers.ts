/** All ways from this machine's hub to others, open at once: others come in, servers, the local network, remembered addresses. */
import { hubAddress, isHubAddress, MAX_HUB_ADDRESSES } from '../../shared/base/hub-address.ts';
import type { CarrierHealth } from '../../shared/model/status.ts';
import type { Hub } from './hub.ts';
import { type HubCarrier, openHubCarrier } from './hub-carrier.ts';
import { type HubListener, listenHub } from './hub-listener.ts';
import { type LanCarrier, openLanCarrier } from './lan/lan-carrier.ts';
import type { NetworkSettingsFile } from './network-settings.ts';
import { ownAddresses } from './own-addresses.ts';
import { openRememberedCarrier } from './remembered-carrier.ts';

export type CarrierOptions = {
  hub: Hub;
  settings: NetworkSettingsFile;
  /** Opens the hub to others on this port and no other. */
  listen: number | undefined;
  /** Servers for this run, besides those of the settings. */
  servers: readonly string[];
  /** False: stay off the local network in this run, whatever the settings say. */
  lan: boolean;
  changed: () => void;
};

export type Carriers = {
  health: () => CarrierHealth[];
  /** Where others reach this machine's hub. */
  addresses: () => string[];
  remember: (addresses: readonly string[]) => void;
  /** Opens and closes ways as the settings say now. */
  align: () => Promise<void>;
  close: () => Promise<void>;
};

/** @throws with a message for people when the port that was asked for cannot be had */
export const openCarriers = async (options: CarrierOptions): Promise<Carriers> => {
  const { hub, settings, changed } = options;
  const since = Date.now();
  const servers = new Map<string, HubCarrier>();
  let listener: HubListener | undefined;
  let local: LanCarrier | undefined;

  const arrived = (from: string): (() => void) => local?.arrived(from) ?? (() => undefined);
  const addresses = (): string[] => (listener === undefined ? [] : addressesAt(listener.port));

  const alignLan = async (): Promise<void> => {
    const isWanted = options.lan && settings.now().lan;
    if (isWanted) listener ??= await listenSomewhere(hub, settings, arrived);
    if (isWanted && listener !== undefined) local ??= openLanCarrier(hub, listener.port, changed);
    if (isWanted) return;
    local?.close();
    local = undefined;
    if (options.listen !== undefined) return;
    const closing = listener?.close();
    listener = undefined;
    await closing;
  };
  const alignServers = (): void =>
    align(servers, new Set([...options.servers, ...settings.now().servers]), (url) =>
      openHubCarrier(hub, url, changed),
    );

  if (options.listen !== undefined) listener = await listenHub(hub, { port: options.listen, arrived });
  await alignLan();
  alignServers();
  const remembered = openRememberedCarrier({
    hub,
    known: settings.now().remembered,
    own: addresses,
    keep: (list) => void settings.change({ remembered: [...list] }).catch(() => undefined), // tried again with the next
    changed,
  });
  const stopClients = hub.onClients(() => listener !== undefined && changed());

  return {
    health: () => [
      ...[...servers.values()].map((carrier) => carrier.health()),
      ...(local === undefined ? [] : [local.health()]),
      ...[remembered.health() ?? []].flat(),
      ...(listener === undefined ? [] : [incomingHealth(listener.port, hub.clients(), since)]),
    ],
    addresses,
    remember: remembered.remember,
    align: async () => {
      alignServers();
      await alignLan();
      changed();
    },
    close: async () => {
      stopClients();
      remembered.close();
      local?.close();
      for (const carrier of servers.values()) carrier.close();
      await listener?.close();
    },
  };
};

const align = (
  open: Map<string, HubCarrier>,
  wanted: ReadonlySet<string>,
  start: (url: string) => HubCarrier,
): void => {
  for (const [url, carrier] of open) {
    if (wanted.has(url)) continue;
    carrier.close();
    open.delete(url);
  }
  for (const url of wanted) if (!open.has(url)) open.set(url, start(url));
};

/** On the port of last time if it is free; others may remember it. */
const listenSomewhere = async (
  hub: Hub,
  settings: NetworkSettingsFile,
  arrived: (from: string) => () => void,
): Promise<HubListener> => {
  const { port: held } = settings.now();
  const again = held === undefined ? undefined : await listenHub(hub, { port: held, arrived }).catch(() => undefined);
  const listener = again ?? (await listenHub(hub, { port: 0, arrived }));
  if (listener.port !== held) await settings.change({ port: listener.port });
  return listener;
};

const addressesAt = (port: number): string[] =>
  ownAddresses()
    .map((address) => hubAddress(address, port))
    .filter(isHubAddress)
    .slice(0, MAX_HUB_ADDRESSES);

const incomingHealth = (port: number, clients: number, since: number): CarrierHealth => ({
  kind: 'incoming',
  name: `port ${port}`,
  state: 'up',
  since,
  peers: Math.max(0, clients - 1),
});
