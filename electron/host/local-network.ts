/** The hub's own door: a port on which others reach it, and the local network, where others hear of that port. */
import { hubAddress, isHubAddress, MAX_HUB_ADDRESSES } from '../../shared/base/hub-address.ts';
import type { CarrierHealth } from '../../shared/model/status.ts';
import type { Hub } from './hub.ts';
import { type HubListener, listenHub } from './hub-listener.ts';
import { type LanCarrier, openLanCarrier } from './lan/lan-carrier.ts';
import type { NetworkSettingsFile } from './network-settings.ts';
import { ownAddresses } from './own-addresses.ts';

export type LocalNetworkOptions = {
  hub: Hub;
  settings: NetworkSettingsFile;
  /** Opens the hub to others on this port and no other. */
  listen: number | undefined;
  /** False: stay off the local network in this run, whatever the settings say. */
  lan: boolean;
  /** Stay off it, and tell nobody where this machine is. */
  isHidden: () => boolean;
  changed: () => void;
};

export type LocalNetwork = {
  health: () => CarrierHealth[];
  /** Where others reach this machine's hub. */
  addresses: () => string[];
  /** Whether that hub is connected over the local network. */
  isLinked: (id: string) => boolean;
  /** Opens and closes it as the settings say now. */
  align: () => Promise<void>;
  close: () => Promise<void>;
};

type Door = HubListener & { since: number };

/** @throws with a message for people when the port that was asked for cannot be had */
export const openLocalNetwork = async (options: LocalNetworkOptions): Promise<LocalNetwork> => {
  const { hub, settings, changed } = options;
  let door: Door | undefined;
  let lan: LanCarrier | undefined;
  let aligning = Promise.resolve();

  const arrived = (from: string): (() => void) => lan?.arrived(from) ?? (() => undefined);
  const shut = async (): Promise<void> => {
    const closing = door?.close();
    door = undefined;
    await closing;
  };
  const align = async (): Promise<void> => {
    if (options.lan && settings.now().lan && !options.isHidden()) {
      door ??= await openSomewhere(hub, settings, arrived);
      lan ??= openLanCarrier(hub, door.port, changed);
      return;
    }
    lan?.close();
    lan = undefined;
    if (options.listen === undefined) await shut();
  };

  if (options.listen !== undefined) door = since(await listenHub(hub, { port: options.listen, arrived }));
  await align();
  const stopClients = hub.onClients(() => door !== undefined && changed());

  return {
    health: () => [
      ...(lan === undefined ? [] : [lan.health()]),
      ...(door === undefined ? [] : [incomingHealth(door, hub.clients())]),
    ],
    addresses: () => (door === undefined || options.isHidden() ? [] : addressesAt(door.port)),
    isLinked: (id) => lan?.linked().has(id) === true,
    align: () => {
      // one after the other: two at once would both open a port
      const aligned = aligning.then(align).then(changed);
      aligning = aligned.catch(() => undefined); // who asked hears of it
      return aligned;
    },
    close: async () => {
      stopClients();
      lan?.close();
      await shut();
    },
  };
};

const since = (listener: HubListener): Door => ({ ...listener, since: Date.now() });

/** On the port of last time if it is free; others may remember it. */
const openSomewhere = async (
  hub: Hub,
  settings: NetworkSettingsFile,
  arrived: (from: string) => () => void,
): Promise<Door> => {
  const { port: held } = settings.now();
  const again = held === undefined ? undefined : await listenHub(hub, { port: held, arrived }).catch(() => undefined);
  const listener = again ?? (await listenHub(hub, { port: 0, arrived }));
  if (listener.port !== held) await settings.change({ port: listener.port });
  return since(listener);
};

const addressesAt = (port: number): string[] =>
  ownAddresses()
    .map((address) => hubAddress(address, port))
    .filter(isHubAddress)
    .slice(0, MAX_HUB_ADDRESSES);

const incomingHealth = (door: Door, clients: number): CarrierHealth => ({
  kind: 'incoming',
  name: `port ${door.port}`,
  state: 'up',
  since: door.since,
  peers: Math.max(0, clients - 1),
});
