/** The other hubs of the local network that this one connects to. */
import type { Hub } from '../hub.ts';
import { type HubCarrier, openHubCarrier } from '../hub-carrier.ts';
import type { Heard } from './voice.ts';

export type LanNeighbours = {
  /** @returns true if it was not known yet */
  heard: (word: Heard) => boolean;
  linked: () => string[];
  close: () => void;
};

type Neighbour = { heardAt: number; carrier: HubCarrier | undefined; waiting: NodeJS.Timeout | undefined };

/** The one with the smaller id connects; the other one only if that did not happen. */
const PATIENCE_MS = 1_500;
const FORGET_MS = 90_000;
/** Hubs we connect out to. Frames reach the others through these. */
const MAX_NEIGHBOURS = 32;

/** @param hasArrived whether that hub has connected to ours */
export const openLanNeighbours = (
  hub: Hub,
  hasArrived: (id: string) => boolean,
  changed: () => void,
): LanNeighbours => {
  const neighbours = new Map<string, Neighbour>();

  const forget = (id: string): void => {
    const neighbour = neighbours.get(id);
    clearTimeout(neighbour?.waiting);
    neighbour?.carrier?.close();
    neighbours.delete(id);
  };
  const connect = (neighbour: Neighbour, { id, address, port }: Heard): void => {
    const look = (): void => {
      if (neighbour.carrier?.health().state === 'down' && Date.now() - neighbour.heardAt > FORGET_MS) forget(id);
      changed();
    };
    neighbour.carrier = openHubCarrier(hub, `ws://${address}:${port}/?from=${hub.id}`, look, { isTold: true });
  };

  return {
    heard: (word) => {
      const known = neighbours.get(word.id);
      if (known !== undefined) known.heardAt = Date.now();
      if (known !== undefined || neighbours.size >= MAX_NEIGHBOURS || hasArrived(word.id)) return false;
      const neighbour: Neighbour = { heardAt: Date.now(), carrier: undefined, waiting: undefined };
      neighbours.set(word.id, neighbour);
      if (hub.id < word.id) connect(neighbour, word);
      else {
        const act = (): void => (hasArrived(word.id) ? forget(word.id) : connect(neighbour, word));
        neighbour.waiting = setTimeout(act, PATIENCE_MS).unref();
      }
      return true;
    },
    linked: () => [...neighbours].filter(([, { carrier }]) => carrier?.health().state === 'up').map(([id]) => id),
    close: () => [...neighbours.keys()].forEach(forget),
  };
};
