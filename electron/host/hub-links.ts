/**
 * Which hubs are linked to which, as they say themselves: so that a frame is not passed on to who has it from the same
 * source (flooding with self-pruning: Lim and Kim, 2000). Where nothing is said, everything is passed on.
 */
import { type HubMessage, MAX_HUBS_A_MESSAGE } from './hub-messages.ts';

/** Another hub at one connection. */
export type LinkedHub = {
  id: string;
  /** Tells it who is linked here; left out for who is not told, as servers. */
  tell?: (message: HubMessage) => void;
};

export type HubLinks<C> = {
  add: (client: C, other: LinkedHub) => void;
  remove: (client: C) => void;
  /** Somebody says who is linked, or no longer linked, there; other messages are passed over. */
  heard: (client: C, message: HubMessage) => void;
  /** Whether `to` has to be given what came from `from`: not if it gets it from there itself. */
  needs: (to: C, from: C) => boolean;
};

type Link = LinkedHub & { said: Set<string> };

/** Of one hub; those beyond are not believed, and so get what they may have already. */
const MAX_SAID = 256;

export const createHubLinks = <C>(): HubLinks<C> => {
  const links = new Map<C, Link>();

  const ids = (): string[] => [...new Set([...links.values()].map(({ id }) => id))];
  const tellAll = (type: 'linked' | 'unlinked', id: string): void => {
    for (const { tell } of links.values()) tell?.({ type, hubs: [id] });
  };
  const says = (one: Link | undefined, other: Link | undefined): boolean =>
    one !== undefined && other !== undefined && one.said.has(other.id);

  return {
    add: (client, other) => {
      const isNew = !ids().includes(other.id);
      links.set(client, { ...other, said: new Set() });
      if (isNew) tellAll('linked', other.id);
      other.tell?.({ type: 'linked', hubs: ids().slice(0, MAX_HUBS_A_MESSAGE) });
    },
    remove: (client) => {
      const id = links.get(client)?.id;
      links.delete(client);
      if (id !== undefined && !ids().includes(id)) tellAll('unlinked', id);
    },
    heard: (client, message) => {
      const said = links.get(client)?.said;
      if (said === undefined) return;
      if (message.type === 'unlinked') for (const id of message.hubs) said.delete(id);
      if (message.type === 'linked') for (const id of message.hubs) if (said.size < MAX_SAID) said.add(id);
    },
    needs: (to, from) => to !== from && !says(links.get(from), links.get(to)) && !says(links.get(to), links.get(from)),
  };
};
