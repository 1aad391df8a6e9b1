/** All ways from this machine's hub to others, open at once: servers, the local network, remembered addresses. */
import type { CarrierHealth } from '../../shared/model/status.ts';
import { type HubCarrier, openHubCarrier } from './hub-carrier.ts';
import { type LocalNetworkOptions, openLocalNetwork } from './local-network.ts';
import { openRememberedCarrier, type RememberedCarrier } from './remembered-carrier.ts';

export type CarrierOptions = LocalNetworkOptions & {
  /** Servers for this run, besides those of the settings. */
  servers: readonly string[];
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
  const { hub, settings } = options;
  const servers = new Map<string, HubCarrier>();
  let remembered: RememberedCarrier | undefined;

  /** Of servers and the local network: members may have to be called now, or need it no more. */
  const changed = (): void => {
    remembered?.look();
    options.changed();
  };
  const local = await openLocalNetwork({ ...options, changed });
  const alignServers = (): void => {
    const wanted = new Set([...options.servers, ...settings.now().servers]);
    for (const [url, carrier] of servers) {
      if (wanted.has(url)) continue;
      carrier.close();
      servers.delete(url);
    }
    for (const url of wanted) if (!servers.has(url)) servers.set(url, openHubCarrier(hub, url, changed));
  };
  alignServers();
  /** Whoever is called sees the address of who calls. */
  const alignRemembered = (): void => {
    if (options.isHidden()) {
      remembered?.close();
      remembered = undefined;
      return;
    }
    remembered ??= openRememberedCarrier({
      hub,
      known: settings.now().remembered,
      own: local.addresses,
      isReached: (id) => local.isLinked(id) || [...servers.values()].some((carrier) => carrier.peer() === id),
      keep: (list) => void settings.change({ remembered: [...list] }).catch(() => undefined), // tried again with the next
      changed: options.changed,
    });
  };
  alignRemembered();

  return {
    health: () => [
      ...[...servers.values()].map((carrier) => carrier.health()),
      ...[remembered?.health() ?? []].flat(),
      ...local.health(),
    ],
    addresses: local.addresses,
    remember: (told) => remembered?.remember(told),
    align: () => {
      alignServers();
      alignRemembered();
      return local.align();
    },
    close: async () => {
      remembered?.close();
      for (const carrier of servers.values()) carrier.close();
      await local.close();
    },
  };
};
