/**
 * What a member can do to a shared Yjs document, as updates of at most 60 KB: each does harm to a plain document, which
 * `harm` tells. Against them stands our own reader of lane frames (LN-7, LN-8).
 */
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

import { createWriter } from '../base/writer.ts';

export type YjsVictim = {
  /** The segment's document as everybody has it. */
  document: Uint8Array;
  /** The name of alice's root array: her device. */
  root: string;
  /** Alice's Yjs client in this segment. */
  client: number;
};

export type YjsAttack = {
  name: string;
  /** One after the other. */
  updates: (victim: YjsVictim) => Uint8Array[];
  /** True if a document that applied them is harmed. */
  harm: (doc: Y.Doc, victim: YjsVictim) => boolean;
};

const MALLORY = 666;
const CHUNK_BYTES = 60_000;

const copyOf = ({ document }: YjsVictim): Y.Doc => {
  const doc = new Y.Doc({ gc: false });
  Y.applyUpdate(doc, document);
  doc.clientID = MALLORY;
  return doc;
};

/** What changed in a copy of the document. */
const changeBy = (victim: YjsVictim, change: (doc: Y.Doc) => void): Uint8Array[] => {
  const doc = copyOf(victim);
  const before = Y.encodeStateVector(doc);
  change(doc);
  return [Y.encodeStateAsUpdate(doc, before)];
};

/** Structs of mallory's own client from `clock` on, without an origin, in a root of their own. */
const rootsFrom = (clock: number, count: number): Uint8Array => {
  const writer = createWriter().varuint(1).varuint(count).varuint(MALLORY).varuint(clock);
  for (let i = 0; i < count; i += 1) {
    // ContentAny, parent is a root by name, one element: undefined
    writer
      .u8(8)
      .varuint(1)
      .text((clock + i).toString(36))
      .varuint(1)
      .u8(127);
  }
  return writer.varuint(0).done();
};

const isTooDeep = (doc: Y.Doc, update: Uint8Array): boolean => {
  try {
    Y.applyUpdate(doc, update);
    return false;
  } catch (error) {
    return error instanceof RangeError;
  }
};

const deepUpdate = (): Uint8Array => {
  const depth = CHUNK_BYTES / 2;
  const encoder = encoding.createEncoder();
  // an array of one array of one array …
  for (let i = 0; i < depth; i += 1) encoding.writeUint8Array(encoder, Uint8Array.of(117, 1));
  encoding.writeUint8(encoder, 127);
  const content = encoding.toUint8Array(encoder);
  return createWriter()
    .varuint(1)
    .varuint(1)
    .varuint(MALLORY)
    .varuint(0)
    .u8(8)
    .varuint(1)
    .text('deep')
    .varuint(1)
    .raw(content)
    .varuint(0)
    .done();
};

export const YJS_ATTACKS: readonly YjsAttack[] = [
  {
    name: 'foreign delete',
    updates: (victim) => changeBy(victim, (doc) => doc.getArray(victim.root).delete(0, 1)),
    harm: (doc, { root }) => doc.getArray(root).length === 0,
  },
  {
    name: 'map override',
    updates: (victim) => {
      const doc = new Y.Doc();
      doc.getMap(victim.root).set('name', 'mallory');
      return [Y.encodeStateAsUpdate(doc)];
    },
    harm: (doc, { root }) => doc.share.get(root)?._map.has('name') === true,
  },
  {
    name: 'client-id theft',
    updates: (victim) =>
      changeBy(victim, (doc) => {
        doc.clientID = victim.client;
        doc.getArray(victim.root).push([new Uint8Array([1, 2, 3])]);
      }),
    harm: (doc, { root }) => doc.getArray(root).length === 2,
  },
  {
    name: 'withheld-clock bomb',
    updates: (victim) => {
      const doc = copyOf(victim);
      doc.clientID = victim.client;
      doc.getArray(victim.root).push([new Uint8Array(1)]);
      const before = Y.encodeStateVector(doc);
      doc.getArray(victim.root).push([new Uint8Array(CHUNK_BYTES)]);
      return [Y.encodeStateAsUpdate(doc, before)];
    },
    harm: (doc) => (doc.store.pendingStructs?.update.length ?? 0) >= CHUNK_BYTES,
  },
  {
    name: 'delete-set bomb',
    updates: () => {
      const ranges = 15_000;
      const writer = createWriter().varuint(0).varuint(1).varuint(MALLORY).varuint(ranges);
      for (let i = 0; i < ranges; i += 1) writer.varuint(i * 2).varuint(1);
      return [writer.done()];
    },
    harm: (doc) => (doc.store.pendingDs?.length ?? 0) > 15_000,
  },
  {
    name: 'GC run of 2^52',
    updates: () => [
      createWriter()
        .varuint(1)
        .varuint(1)
        .varuint(MALLORY)
        .varuint(0)
        .u8(0)
        .varuint(2 ** 52)
        .varuint(0)
        .done(),
    ],
    harm: (doc) => Y.decodeStateVector(Y.encodeStateVector(doc)).get(MALLORY) === 2 ** 52,
  },
  {
    name: 'deep nesting',
    updates: () => [deepUpdate()],
    harm: (doc) => isTooDeep(doc, deepUpdate()),
  },
  {
    name: '100,000 root types',
    updates: () => Array.from({ length: 20 }, (_, at) => rootsFrom(at * 5_000, 5_000)),
    harm: (doc) => doc.share.size >= 100_000,
  },
];
