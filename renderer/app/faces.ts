/** Pictures of members as addresses that the page can show: read when somebody is first shown, let go when nobody has them. */
import type { Watched } from './paced.ts';

export type FacePort = {
  /** Members whose pictures are here, each with the hash of theirs. */
  shown: () => Promise<ReadonlyMap<string, string>>;
  read: (hash: string) => Promise<Uint8Array | undefined>;
  /** @returns an address in this page alone, until it is let go */
  address: (bytes: Uint8Array) => string;
  letGo: (address: string) => void;
};

export type Faces = {
  /** Where the picture is; undefined for who has none, or none yet. */
  of: (member: string) => string | undefined;
  /** Shows somebody, and tells when their picture is another. @returns ends it */
  show: (member: string, changed: () => void) => () => void;
  dispose: () => void;
};

type Watch = <T>(read: () => Promise<T>) => Watched<T>;

export const createFaces = (port: FacePort, watch: Watch, report: (what: string, error: unknown) => void): Faces => {
  const listeners = new Map<string, Set<() => void>>();
  const addresses = new Map<string, string>();
  const reading = new Set<string>();
  let shown: ReadonlyMap<string, string> = new Map();

  const read = async (hash: string): Promise<void> => {
    if (addresses.has(hash) || reading.has(hash)) return;
    reading.add(hash);
    const bytes = await port.read(hash).finally(() => reading.delete(hash));
    if (bytes === undefined || ![...shown.values()].includes(hash)) return;
    addresses.set(hash, port.address(bytes));
    for (const [member, told] of listeners) if (shown.get(member) === hash) told.forEach((tell) => tell());
  };
  const look = (member: string): void => {
    const hash = shown.get(member);
    if (hash !== undefined) read(hash).catch((error: unknown) => report('reading a picture', error));
  };

  const take = (next: ReadonlyMap<string, string>): void => {
    const before = shown;
    shown = next;
    for (const [member, told] of listeners) {
      if (before.get(member) === next.get(member)) continue;
      look(member);
      told.forEach((tell) => tell());
    }
    const isShown = new Set(next.values());
    for (const [hash, address] of addresses) {
      if (isShown.has(hash)) continue;
      addresses.delete(hash);
      port.letGo(address);
    }
  };
  const watching = watch(port.shown).subscribe(take, (error: unknown) => report('reading who has a picture', error));

  return {
    of: (member) => addresses.get(shown.get(member) ?? ''),
    show: (member, changed) => {
      const told = listeners.get(member) ?? new Set();
      listeners.set(member, told.add(changed));
      look(member);
      return () => {
        told.delete(changed);
        if (told.size === 0 && listeners.get(member) === told) listeners.delete(member);
      };
    },
    dispose: () => {
      watching.unsubscribe();
      for (const address of addresses.values()) port.letGo(address);
      addresses.clear();
    },
  };
};
