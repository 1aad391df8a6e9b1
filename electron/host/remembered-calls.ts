/**
 * Calls hubs one after the other until enough are connected, then rests, then begins anew. A hub counts once: what turns out
 * to be connected in another way, or to be this machine itself, is hung up on.
 */
import type { Hub } from './hub.ts';
import { type HubCarrier, openHubCarrier } from './hub-carrier.ts';

export type RememberedCalls = {
  /** Begins anew at once, and hangs up on whoever is connected in another way by now. */
  start: () => void;
  connected: () => number;
  isCalling: () => boolean;
  /** Whether there is anybody who is not connected in another way, as far as is known. */
  isOfUse: () => boolean;
  close: () => void;
};

export type CallOptions = {
  hub: Hub;
  /** Whom to call, `HOST:PORT`, in order, as it is at that time. */
  addresses: () => readonly string[];
  /** Whether that hub is connected in another way. */
  isReached: (id: string) => boolean;
  changed: () => void;
};

const WISHED = 3;
const AT_ONCE = 4;
const FIRST_REST_MS = 2_000;
const LAST_REST_MS = 60_000;

export const createRememberedCalls = ({ hub, addresses, isReached, changed }: CallOptions): RememberedCalls => {
  const open = new Map<string, HubCarrier>();
  /** Who answered at which address last. */
  const answered = new Map<string, string>();
  let round: string[] = [];
  let restMs = FIRST_REST_MS;
  let resting: NodeJS.Timeout | undefined;

  const connected = (): number => [...open.values()].filter((carrier) => carrier.health().state === 'up').length;
  const isNeeded = (id: string | undefined, except?: HubCarrier): boolean =>
    id === undefined ||
    (id !== hub.id && !isReached(id) && [...open.values()].every((each) => each === except || each.peer() !== id));

  const hangUp = (at: string): void => {
    open.get(at)?.close();
    open.delete(at);
  };
  const call = (at: string): void => {
    if (open.has(at) || !isNeeded(answered.get(at))) return;
    const carrier = openHubCarrier(hub, `ws://${at}/`, () => heard(at, carrier));
    open.set(at, carrier);
  };
  const heard = (at: string, carrier: HubCarrier): void => {
    const id = carrier.peer();
    if (id !== undefined) answered.set(at, id);
    if (carrier.health().state === 'up') restMs = FIRST_REST_MS;
    if (carrier.health().state === 'down' || !isNeeded(id, carrier)) hangUp(at);
    changed();
    next();
  };
  const next = (): void => {
    while (open.size < AT_ONCE && connected() < WISHED && round.length > 0) call(round.shift() ?? '');
    if (connected() >= WISHED || round.length > 0 || addresses().length === 0) return;
    resting ??= setTimeout(
      () => {
        restMs = Math.min(restMs * 2, LAST_REST_MS);
        start();
      },
      restMs * (0.75 + Math.random() / 2),
    ).unref();
  };
  const start = (): void => {
    clearTimeout(resting);
    resting = undefined;
    const needless = [...open].filter(([, carrier]) => !isNeeded(carrier.peer(), carrier));
    for (const [at] of needless) hangUp(at);
    if (needless.length > 0) changed();
    round = [...addresses()];
    // whom nobody names any more is forgotten
    for (const at of answered.keys()) if (!round.includes(at)) answered.delete(at);
    next();
  };

  return {
    start,
    connected,
    isCalling: () => open.size > 0,
    isOfUse: () => addresses().some((at) => open.has(at) || isNeeded(answered.get(at))),
    close: () => {
      clearTimeout(resting);
      for (const carrier of open.values()) carrier.close();
      open.clear();
    },
  };
};
