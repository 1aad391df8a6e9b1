import type { Duplex } from '../ports/duplex.ts';

/** Two ends in one process: the headless peer's way to its host. Messages arrive in a later microtask, in order. */
export const createMemoryDuplex = (): [Duplex, Duplex] => {
  const ends = [makeEnd(), makeEnd()] as const;
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const end of ends) for (const listener of end.closed) listener();
  };
  const duplexOf = (own: End, other: End): Duplex => ({
    send: (message) => {
      if (isOpen) queueTask(() => isOpen && other.deliver(message.slice()));
    },
    onMessage: (listener) => own.setListener(listener),
    onClose: (listener) => void own.closed.add(listener),
    close,
  });
  return [duplexOf(ends[0], ends[1]), duplexOf(ends[1], ends[0])];
};

type End = ReturnType<typeof makeEnd>;

const makeEnd = () => {
  let listener: ((message: Uint8Array) => void) | undefined;
  const early: Uint8Array[] = [];
  return {
    closed: new Set<() => void>(),
    deliver: (message: Uint8Array): void => {
      if (listener === undefined) early.push(message);
      else listener(message);
    },
    setListener: (next: (message: Uint8Array) => void): void => {
      listener = next;
      for (const message of early.splice(0)) next(message);
    },
  };
};

const queueTask = (task: () => void): void => void Promise.resolve().then(task);
