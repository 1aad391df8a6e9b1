/**
 * Hubs of members, where they were last: called in order, the newest first, a few connected at a time. For when servers are
 * dead and the local network hides its machines from each other.
 */
import { isHubAddress } from '../../shared/base/hub-address.ts';
import type { CarrierHealth } from '../../shared/model/status.ts';
import type { Hub } from './hub.ts';
import { createRememberedCalls } from './remembered-calls.ts';

export type RememberedCarrier = {
  /** Undefined while nothing is remembered, or all who are remembered are connected in another way. */
  health: () => CarrierHealth | undefined;
  /** Something has changed about who is reached in other ways. */
  look: () => void;
  /** What members say of where their hubs are now. */
  remember: (addresses: readonly string[]) => void;
  close: () => void;
};

export type RememberedOptions = {
  hub: Hub;
  /** Those of last time, the newest first. */
  known: readonly string[];
  /** Of this machine: never called. */
  own: () => readonly string[];
  /** Whether that hub is connected in another way. */
  isReached: (id: string) => boolean;
  keep: (addresses: readonly string[]) => void;
  changed: () => void;
};

const MAX_KNOWN = 64;

export const openRememberedCarrier = ({
  known,
  own,
  keep,
  changed,
  ...options
}: RememberedOptions): RememberedCarrier => {
  let addresses = known.filter(isHubAddress);
  let state: CarrierHealth['state'] = 'connecting';
  let since = Date.now();

  const look = (): void => {
    const now = calls.connected() > 0 ? 'up' : calls.isCalling() ? 'connecting' : 'down';
    if (now !== state) [state, since] = [now, Date.now()];
    changed();
  };
  const calls = createRememberedCalls({
    ...options,
    addresses: () => {
      const mine = own();
      return addresses.filter((at) => !mine.includes(at));
    },
    changed: look,
  });
  calls.start();

  return {
    health: () =>
      calls.isOfUse() ? { kind: 'remembered', name: '', state, since, peers: calls.connected() } : undefined,
    look: calls.start,
    remember: (told) => {
      const mine = own();
      const fresh = told.filter((at) => isHubAddress(at) && !mine.includes(at));
      const hasNew = fresh.some((at) => !addresses.includes(at));
      addresses = [...new Set([...fresh, ...addresses])].slice(0, MAX_KNOWN);
      if (!hasNew) return;
      keep(addresses);
      look();
      calls.start();
    },
    close: calls.close,
  };
};
