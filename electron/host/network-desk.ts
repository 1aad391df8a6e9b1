/** What the person chooses about the network: checked, kept, and gone by at once. */
import { type IceChoice, type IceServer, MAX_ICE_SERVERS, readIceServers } from '../../shared/base/ice-server.ts';
import type { HostInput, HostOutput, NetworkChoices } from '../../shared/host-api/table.ts';
import type { NetworkSettingsFile } from './network-settings.ts';
import { hubUrl } from './read-port.ts';

export type NetworkDesk = {
  choices: () => NetworkChoices;
  change: (choices: HostInput<'network.set'>) => Promise<HostOutput<'network.set'>>;
  /** What connections go by now. */
  ice: () => IceChoice;
};

export type NetworkDeskPorts = {
  settings: NetworkSettingsFile;
  /** Of this run. */
  ice: readonly IceServer[];
  isHidden: () => boolean;
  align: () => Promise<void>;
  tell: (ice: IceChoice) => void;
};

export const createNetworkDesk = ({ settings, ice, isHidden, align, tell }: NetworkDeskPorts): NetworkDesk => {
  const now = (): IceChoice => ({
    servers: [...ice, ...keptRelays(settings)].slice(0, MAX_ICE_SERVERS),
    relayOnly: isHidden(),
  });
  return {
    choices: () => {
      const { lan, servers, hideAddress } = settings.now();
      return { lan, servers, relays: keptRelays(settings), hideAddress };
    },
    change: async ({ lan, servers, relays, hideAddress }) => {
      const urls = servers.map(hubUrl);
      const bad = servers[urls.indexOf(undefined)];
      if (bad !== undefined) return { problem: notAServer(bad) };
      const read = readIceServers(relays);
      if (!read.ok) return { problem: read.message };
      // told before anything is written or opened: whoever hides does so from here on
      const kept = settings.change({
        lan,
        servers: [...new Set(urls.filter((url) => url !== undefined))],
        relays: read.value,
        hideAddress,
      });
      tell(now());
      await kept;
      await align();
      return {};
    },
    ice: now,
  };
};

/** What somebody wrote into the file by hand may be none. */
const keptRelays = (settings: NetworkSettingsFile): IceServer[] => {
  const read = readIceServers(settings.now().relays);
  return read.ok ? read.value : [];
};

const notAServer = (text: string): string =>
  `“${text}” is not the address of a server. It begins with wss:// or ws://.`;
