/** The other hubs of the local network that this one connects to. */
import type { Hub } from '../hub.ts';
import { type HubCarrier, openHubCarrier } from '../hub-carrier.ts';
import type { Heard } from './voice.ts';

export type LanNeighbours = {
  /** @returns true if it was not known yet */
  heard: (word: Heard) => boolean;
  /** Others have connected to ours: of two connections between the same hubs that of the smaller id stays. */
  align: () => void;
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
  /** A hub that was started anew is reached where it was before, under another id. */
  const renamed = (before: string, neighbour: Neighbour, now: string): void => {
    neighbours.delete(before);
    if (now === hub.id || neighbours.has(now) || hasArrived(now)) neighbour.carrier?.close();
    else neighbours.set(now, neighbour);
  };
  const idOf = (neighbour: Neighbour): string | undefined =>
    [...neighbours].find(([, each]) => each === neighbour)?.[0];
  const look = (neighbour: Neighbour): void => {
    const { carrier } = neighbour;
    const id = idOf(neighbour);
    const peer = carrier?.peer();
    if (id !== undefined && peer !== undefined && peer !== id) renamed(id, neighbour, peer);
    if (id !== undefined && carrier?.health().state === 'down' && Date.now() - neighbour.heardAt > FORGET_MS)
      forget(id);
    changed();
  };
  const connect = (neighbour: Neighbour, { address, port }: Heard): void => {
    const url = `ws://${address}:${port}/?from=${hub.id}`;
    neighbour.carrier = openHubCarrier(hub, url, () => look(neighbour), { isTold: true });
  };
  const isDouble = (id: string, { carrier }: Neighbour): boolean =>
    hub.id > id && carrier?.health().state === 'up' && hasArrived(id);

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
    align: () => {
      for (const [id, neighbour] of neighbours) if (isDouble(id, neighbour)) forget(id);
    },
    linked: () => [...neighbours].filter(([, { carrier }]) => carrier?.health().state === 'up').map(([id]) => id),
    close: () => [...neighbours.keys()].forEach(forget),
  };
};
