/** A way to tell the apps of one network that there is a hub here, and to hear of theirs. */
export type Heard = {
  /** The hub's own, so that one that is heard in several ways counts once. */
  id: string;
  /** Where the word came from: nobody can send us to a third machine. */
  address: string;
  port: number;
};

export type Voice = {
  /** Says that we are here, and asks who else is. */
  say: () => void;
  close: () => void;
};

export type VoiceOptions = {
  id: string;
  /** Where this machine's hub listens. */
  port: number;
  /** IPv4 address of the interface to speak on. */
  address: string;
  broadcast: string;
  heard: (hub: Heard) => void;
  /** Nothing can be said on this interface: it is gone, or a firewall forbids it. */
  failed: () => void;
};

export const isPort = (port: unknown): port is number =>
  typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535;
