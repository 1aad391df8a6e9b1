/** Calls hubs one after the other until enough are connected, then rests, then begins anew. */
import type { Hub } from './hub.ts';
import { type HubCarrier, openHubCarrier } from './hub-carrier.ts';

export type RememberedCalls = {
  /** Begins anew at once. */
  start: () => void;
  connected: () => number;
  isCalling: () => boolean;
  close: () => void;
};

const WISHED = 3;
const AT_ONCE = 4;
const FIRST_REST_MS = 2_000;
const LAST_REST_MS = 60_000;

/** @param addresses whom to call, `HOST:PORT`, in order, as it is at that time */
export const createRememberedCalls = (
  hub: Hub,
  addresses: () => readonly string[],
  changed: () => void,
): RememberedCalls => {
  const open = new Map<string, HubCarrier>();
  let round: string[] = [];
  let restMs = FIRST_REST_MS;
  let resting: NodeJS.Timeout | undefined;

  const connected = (): number => [...open.values()].filter((carrier) => carrier.health().state === 'up').length;
  const call = (at: string): void => {
    if (!open.has(at))
      open.set(
        at,
        openHubCarrier(hub, `ws://${at}/`, () => heard(at)),
      );
  };
  const heard = (at: string): void => {
    const carrier = open.get(at);
    if (carrier?.health().state === 'up') restMs = FIRST_REST_MS;
    else if (carrier?.health().state === 'down') {
      carrier.close();
      open.delete(at);
    }
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
    round = [...addresses()];
    next();
  };

  return {
    start,
    connected,
    isCalling: () => open.size > 0,
    close: () => {
      clearTimeout(resting);
      for (const carrier of open.values()) carrier.close();
      open.clear();
    },
  };
};
