/**
 * Where nobody announces but who comes from outside (with an invite, out of an earlier epoch): all who are there could offer
 * such a guest a connection at once. So each waits for a moment of chance, and holds back if enough others have offered by then.
 */
import type { Clock } from '../ports/clock.ts';

export type GuestList = {
  /** A guest announced itself. Calls `connect` later, if others have not offered enough by then. */
  heard: (guest: string, waitMs: number, connect: () => void) => void;
  /** Somebody else offered a connection. */
  overheard: (guest: string) => void;
  dispose: () => void;
};

const ENOUGH_OFFERS = 3;
const MAX_GUESTS = 64;

export const createGuestList = (clock: Clock): GuestList => {
  const guests = new Map<string, { offers: number; cancel: () => void }>();
  return {
    heard: (guest, waitMs, connect) => {
      if (guests.has(guest) || guests.size >= MAX_GUESTS) return;
      const cancel = clock.after(waitMs, () => {
        const offers = guests.get(guest)?.offers ?? 0;
        guests.delete(guest);
        if (offers < ENOUGH_OFFERS) connect();
      });
      guests.set(guest, { offers: 0, cancel });
    },
    overheard: (to) => {
      const guest = guests.get(to);
      if (guest !== undefined) guest.offers += 1;
    },
    dispose: () => {
      for (const { cancel } of guests.values()) cancel();
    },
  };
};
