/**
 * A disk in memory that remembers every step: what it would hold if the power had gone after any of them, with each part of
 * what was not synced there, torn, or missing. A file's bytes and a directory's names become durable separately.
 */
import type { JournalFile, JournalFiles } from '../journal/journal-files.ts';

type Step =
  | { kind: 'name'; name: string; node: number }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; name: string }
  | { kind: 'write'; node: number; at: number; bytes: Buffer }
  | { kind: 'truncate'; node: number; size: number }
  | { kind: 'sync'; node: number }
  | { kind: 'sync-names' };

/** What happens to one step that was not synced: it is there, it is not, or only these of its bytes are. */
type Fate = 'kept' | 'lost' | { keep: (offset: number) => boolean; grows: boolean };

/** @param unsynced which one of those that were not synced, from 0 */
export type Loss = { name: string; fate: (step: Step, unsynced: number) => Fate };

type Image = { names: Map<string, number>; nodes: Map<number, Buffer> };

export type FakeDisk = {
  files: JournalFiles;
  /** How many steps were made. */
  steps: () => number;
  /** What may be missing if the power goes after `count` steps. */
  losses: (count: number) => Loss[];
  /** The disk after that, as a machine finds it when the power is back. */
  after: (count: number, loss: Loss) => FakeDisk;
  /** The disk after `count` steps with nothing lost and nothing more synced: the process was killed, the machine goes on. */
  killed: (count: number) => FakeDisk;
  /** From now on the disk cannot read these bytes of a file, until it is written anew. */
  wearOut: (name: string, range: { from: number; to: number }) => void;
  /** From now on writing to a file whose name ends so finds no room. */
  fillFor: (ending: string) => void;
  /** The bytes of a file, to look at and to damage; undefined if there is none. */
  bytes: (name: string) => Buffer | undefined;
};

/** What a disk does without being asked. */
export const flip = (bytes: Buffer, bit: number): void => {
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
};

export const KEEP_ALL: Loss = { name: 'nothing', fate: () => 'kept' };
export const LOSE_ALL: Loss = { name: 'all', fate: () => 'lost' };

export const createFakeDisk = (
  found: Image = { names: new Map(), nodes: new Map() },
  begun: readonly Step[] = [],
): FakeDisk => {
  const now = copyOf(found);
  const steps: Step[] = [];
  let nodes = Math.max(0, ...found.nodes.keys(), ...begun.flatMap((step) => ('node' in step ? step.node : 0)));
  const take = (step: Step): void => {
    steps.push(step);
    apply(now, step);
  };
  for (const step of begun) take(step);

  const nodeOf = (name: string): number => {
    const node = now.names.get(name);
    if (node === undefined) throw failure('ENOENT');
    return node;
  };
  const make = (name: string): number => {
    const held = now.names.get(name);
    if (held === undefined) {
      nodes += 1;
      take({ kind: 'name', name, node: nodes });
      return nodes;
    }
    take({ kind: 'truncate', node: held, size: 0 });
    return held;
  };
  const wear = createWear();
  const fileOf = (name: string, node: number): JournalFile =>
    openFile({ name, node, held: () => now.nodes.get(node) ?? Buffer.alloc(0), take, wear });

  return {
    files: {
      list: async () => [...now.names.keys()],
      open: async (name, how) => fileOf(name, how === 'new' ? make(name) : nodeOf(name)),
      rename: async (from, to) => {
        nodeOf(from);
        take({ kind: 'rename', from, to });
      },
      remove: async (name) => {
        if (now.names.has(name)) take({ kind: 'remove', name });
      },
      syncDirectory: async () => take({ kind: 'sync-names' }),
    },
    steps: () => steps.length,
    losses: (count) => lossesOf(unsyncedOf(steps.slice(0, count))),
    after: (count, loss) => createFakeDisk(imageAfter(found, steps.slice(0, count), loss)),
    killed: (count) => createFakeDisk(found, steps.slice(0, count)),
    wearOut: (name, range) => wear.wearOut(nodeOf(name), range),
    fillFor: wear.fillFor,
    bytes: (name) => now.nodes.get(now.names.get(name) ?? -1),
  };
};

type Opened = { name: string; node: number; held: () => Buffer; take: (step: Step) => void; wear: Wear };

const openFile = ({ name, node, held, take, wear }: Opened): JournalFile => ({
  size: async () => held().length,
  read: async (into, at) => {
    wear.reads(node, at, at + into.length);
    return held().copy(into, 0, Math.min(at, held().length), at + into.length);
  },
  write: async (bytes, at) => {
    wear.writes(name);
    take({ kind: 'write', node, at, bytes: Buffer.from(bytes) });
  },
  truncate: async (size) => take({ kind: 'truncate', node, size }),
  datasync: async () => take({ kind: 'sync', node }),
  close: async () => undefined,
});

type Wear = ReturnType<typeof createWear>;

/** What fails from now on, whatever is on the disk. */
const createWear = () => {
  const worn: { node: number; from: number; to: number }[] = [];
  let full: string | undefined;
  return {
    wearOut: (node: number, range: { from: number; to: number }) => void worn.push({ node, ...range }),
    fillFor: (ending: string): void => {
      full = ending;
    },
    reads: (node: number, from: number, to: number): void => {
      if (worn.some((one) => one.node === node && from < one.to && to > one.from)) throw failure('EIO');
    },
    writes: (name: string): void => {
      if (full !== undefined && name.endsWith(full)) throw failure('ENOSPC');
    },
  };
};

const failure = (code: string): Error => Object.assign(new Error(`the disk says ${code}`), { code });

const copyOf = ({ names, nodes }: Image): Image => ({
  names: new Map(names),
  nodes: new Map([...nodes].map(([node, bytes]) => [node, Buffer.from(bytes)])),
});

const apply = ({ names, nodes }: Image, step: Step, fate: Fate = 'kept'): void => {
  if (fate === 'lost') return;
  switch (step.kind) {
    case 'name':
      names.set(step.name, step.node);
      break;
    case 'rename':
      rename(names, step);
      break;
    case 'remove':
      names.delete(step.name);
      break;
    case 'write':
      nodes.set(step.node, written(bytesOf(nodes, step.node), step, fate));
      break;
    case 'truncate':
      nodes.set(step.node, resized(bytesOf(nodes, step.node), step.size));
      break;
    case 'sync':
    case 'sync-names':
  }
};

const bytesOf = (nodes: Image['nodes'], node: number): Buffer => nodes.get(node) ?? Buffer.alloc(0);

const rename = (names: Image['names'], { from, to }: { from: string; to: string }): void => {
  const node = names.get(from);
  if (node === undefined) return; // the making of the old name is lost
  names.delete(from);
  names.set(to, node);
};

const resized = (held: Buffer, size: number): Buffer => {
  const next = Buffer.alloc(size);
  held.copy(next);
  return next;
};

const written = (held: Buffer, { at, bytes }: { at: number; bytes: Buffer }, fate: Fate): Buffer => {
  if (typeof fate === 'string') {
    const next = resized(held, Math.max(held.length, at + bytes.length));
    bytes.copy(next, at);
    return next;
  }
  let end = 0;
  for (let offset = 0; offset < bytes.length; offset += 1) if (fate.grows || fate.keep(offset)) end = offset + 1;
  const next = resized(held, Math.max(held.length, at + end));
  for (let offset = 0; offset < end; offset += 1) if (fate.keep(offset)) next[at + offset] = bytes[offset] ?? 0;
  return next;
};

/** Those that a crash may lose, in their order. */
const unsyncedOf = (steps: readonly Step[]): Step[] => {
  const unsynced = new Set<Step>();
  for (const step of steps) {
    if (step.kind !== 'sync' && step.kind !== 'sync-names') unsynced.add(step);
    else for (const held of unsynced) if (isSettledBy(held, step)) unsynced.delete(held);
  }
  return [...unsynced];
};

const isSettledBy = (held: Step, sync: Step): boolean => {
  if (sync.kind === 'sync-names') return isName(held);
  return sync.kind === 'sync' && (held.kind === 'write' || held.kind === 'truncate') && held.node === sync.node;
};

const imageAfter = (found: Image, steps: readonly Step[], loss: Loss): Image => {
  const unsynced = unsyncedOf(steps);
  const image = copyOf(found);
  for (const step of steps) {
    const at = unsynced.indexOf(step);
    apply(image, step, at === -1 ? 'kept' : loss.fate(step, at));
  }
  return image;
};

const isName = ({ kind }: Step): boolean => kind === 'name' || kind === 'rename' || kind === 'remove';

const lossesOf = (unsynced: readonly Step[]): Loss[] => {
  if (unsynced.length === 0) return [KEEP_ALL];
  const names = unsynced.some(isName);
  const bytes = unsynced.some((step) => !isName(step));
  const separate: Loss[] = [
    { name: 'the names', fate: (step) => (isName(step) ? 'lost' : 'kept') },
    { name: 'the bytes', fate: (step) => (isName(step) ? 'kept' : 'lost') },
  ];
  return [
    KEEP_ALL,
    LOSE_ALL,
    ...(names && bytes ? separate : []),
    ...unsynced.flatMap((step, i) => lossesOfOne(step, i, unsynced.length)),
  ];
};

const lossesOfOne = (step: Step, at: number, count: number): Loss[] => {
  const only = (name: string, fate: Fate): Loss => ({
    name: `${name} ${at} (${step.kind})`,
    fate: (_, i) => (i === at ? fate : 'kept'),
  });
  const upTo = (name: string, fate: Fate): Loss => ({
    name: `${name} ${at} (${step.kind}) and all after it`,
    fate: (_, i) => (i < at ? 'kept' : i === at ? fate : 'lost'),
  });
  const reordered = count > 1 ? [only('step', 'lost'), upTo('step', 'lost')] : [];
  // tearing what was written long ago is like losing it: files that are never synced are those that can be made again
  if (step.kind !== 'write' || at < count - 2) return reordered;
  const { length } = step.bytes;
  const torn = tearsOf(length).flatMap((cut) => [
    upTo(`from byte ${cut} on, step`, { keep: (offset) => offset < cut, grows: false }),
    only(`from byte ${cut} on (zeros), step`, { keep: (offset) => offset < cut, grows: true }),
    only(`up to byte ${cut} (zeros), step`, { keep: (offset) => offset >= cut, grows: true }),
  ]);
  const holes = [0.25, 0.5].map((part) => {
    const [from, to] = [Math.floor(length * part), Math.floor(length * (part + 0.25))];
    return only(`bytes ${from} to ${to} of step`, { keep: (offset) => offset < from || offset >= to, grows: true });
  });
  return [...reordered, ...torn, ...holes];
};

/** Around the parts of a head and a frame, at both ends, and some between. */
const tearsOf = (length: number): number[] => {
  const near = [1, 3, 4, 8, 12, 20, 28, 44, 48, 96];
  const all = [
    ...near,
    ...near.map((cut) => length - cut),
    ...[0.2, 0.4, 0.5, 0.6, 0.8].map((part) => Math.floor(length * part)),
  ];
  return [...new Set(all)].filter((cut) => cut > 0 && cut < length).sort((a, b) => a - b);
};
