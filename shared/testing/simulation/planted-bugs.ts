/**
 * Faults put between the core and its ports. Each breaks a promise that the core keeps only with honest ports, so each
 * must be noticed; docs/testing.md has the table.
 */
import type { Plant } from './sim-machine.ts';

/** `rule`: the one that must be seen to break. */
export type PlantedBug = { name: string; rule: string; plant: Plant };

/** LANES-HAVE, and what says the same in other ways: DIGESTS, BUCKETS, BUCKET-LANES, BRIEF-LANES. */
const TABLES: readonly (number | undefined)[] = [19, 27, 28, 29, 30];
const HELLO = 1;

/** True every `n`th time. */
const every = (n: number): (() => boolean) => {
  let count = 0;
  return () => {
    count += 1;
    return count % n === 0;
  };
};

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'the journal acknowledges before it has kept',
    rule: 'P4',
    plant: (ports, disk) => ({
      ...ports,
      journal: {
        ...ports.journal,
        append: async (entries) => {
          ports.journal.append(entries).catch(() => undefined);
          return disk.entries().length + entries.length;
        },
      },
    }),
  },
  {
    name: 'the journal acknowledges what a full disk refused',
    rule: 'P4',
    plant: (ports, disk) => ({
      ...ports,
      journal: {
        ...ports.journal,
        append: (entries) => ports.journal.append(entries).catch(() => disk.entries().length),
      },
    }),
  },
  {
    name: 'the journal loses one entry in seven',
    rule: 'P4',
    plant: (ports) => {
      const isLost = every(7);
      return {
        ...ports,
        journal: { ...ports.journal, append: (entries) => ports.journal.append(entries.filter(() => !isLost())) },
      };
    },
  },
  {
    name: 'the journal reads back without its last entries',
    rule: 'P4',
    plant: (ports) => ({
      ...ports,
      journal: {
        ...ports.journal,
        async *read(from) {
          for await (const batch of ports.journal.read(from)) yield batch.slice(0, -2);
        },
      },
    }),
  },
  {
    name: 'the record store forgets a page that it says it has',
    rule: 'C6',
    plant: (ports) => {
      const isForgotten = every(10);
      const { recordStore } = ports;
      return {
        ...ports,
        recordStore: {
          ...recordStore,
          save: (added) => recordStore.save({ ...added, pages: added.pages.filter(() => !isForgotten()) }),
        },
      };
    },
  },
  {
    name: 'the transport delivers every frame twice',
    rule: 'C1',
    plant: (ports) => ({
      ...ports,
      transport: {
        ...ports.transport,
        subscribe: (listener) =>
          ports.transport.subscribe((event) => {
            listener(event);
            if (event.kind === 'frame') listener(event);
          }),
      },
    }),
  },
  {
    name: 'the transport drops acknowledgements silently',
    rule: 'C5',
    plant: (ports) => ({
      ...ports,
      transport: {
        ...ports.transport,
        send: (link, frame) => (TABLES.includes(frame[0]) ? undefined : ports.transport.send(link, frame)),
      },
    }),
  },
  {
    name: 'the transport sends to every link what was meant for one',
    rule: 'P6',
    plant: (ports) => {
      const links = new Set<Parameters<typeof ports.transport.send>[0]>();
      ports.transport.subscribe((event) => {
        if (event.kind === 'opened') links.add(event.link);
        if (event.kind === 'closed') links.delete(event.link);
      });
      return {
        ...ports,
        transport: {
          ...ports.transport,
          send: (link, frame) => {
            if ((frame[0] ?? 0) <= HELLO + 2) return ports.transport.send(link, frame);
            for (const each of links) ports.transport.send(each, frame);
          },
        },
      };
    },
  },
  {
    name: 'the projection forgets one message in twenty',
    rule: 'P4',
    plant: (ports) => {
      const isForgotten = every(20);
      const { projection } = ports;
      return {
        ...ports,
        projection: {
          ...projection,
          putMessages: (messages) => projection.putMessages(messages.filter(() => !isForgotten())),
        },
      };
    },
  },
  {
    name: 'the projection changes a word',
    rule: 'P1',
    plant: (ports) => {
      const isChanged = every(40);
      const { projection } = ports;
      return {
        ...ports,
        projection: {
          ...projection,
          putMessages: (messages) =>
            projection.putMessages(messages.map((each) => (isChanged() ? { ...each, text: `${each.text}!` } : each))),
        },
      };
    },
  },
  {
    name: 'the projection shows a message under a second id',
    rule: 'P1',
    plant: (ports) => {
      const isDoubled = every(40);
      const { projection } = ports;
      return {
        ...ports,
        projection: {
          ...projection,
          putMessages: (messages) =>
            projection.putMessages(
              messages.flatMap((each) =>
                isDoubled() ? [each, { ...each, id: `${each.id}x`, sortKey: `${each.sortKey}x` }] : [each],
              ),
            ),
        },
      };
    },
  },
  {
    name: 'the projection credits another author',
    rule: 'P1',
    plant: (ports) => {
      const { projection } = ports;
      return {
        ...ports,
        projection: {
          ...projection,
          putMessages: async (messages) => {
            const [first] = messages[0] === undefined ? [] : await projection.members(messages[0].community);
            await projection.putMessages(
              messages.map((each) => ({ ...each, authorName: first?.name ?? each.authorName })),
            );
          },
        },
      };
    },
  },
  {
    name: 'messages are ordered by this machine’s own clock',
    rule: 'P3',
    plant: (ports) => {
      const { projection, clock } = ports;
      return {
        ...ports,
        projection: {
          ...projection,
          putMessages: (messages) =>
            projection.putMessages(
              messages.map((each) => ({ ...each, sortKey: `${String(clock.now()).padStart(16, '0')}.${each.id}` })),
            ),
        },
      };
    },
  },
  {
    name: 'receipts are not kept',
    rule: 'C5',
    plant: (ports) => ({ ...ports, projection: { ...ports.projection, putReceipts: async () => undefined } }),
  },
  {
    name: 'the secrets are gone after a start',
    rule: 'P4',
    plant: (ports) => {
      const held = new Map<string, Uint8Array>();
      const secrets = {
        get: async (name: string) => held.get(name),
        set: async (name: string, value: Uint8Array) => void held.set(name, value),
      };
      return { ...ports, secrets };
    },
  },
  {
    name: 'timers cannot be cancelled',
    rule: 'T2',
    plant: (ports) => ({
      ...ports,
      clock: {
        now: ports.clock.now,
        after: (ms, action) => {
          let isCancelled = false;
          ports.clock.after(Math.max(ms, 60_000_000), () => undefined);
          const cancel = ports.clock.after(ms, () => (isCancelled ? undefined : action()));
          return () => {
            isCancelled = true;
            cancel();
          };
        },
      },
    }),
  },
  {
    name: 'everybody has the same seeds',
    rule: 'P1',
    plant: (ports) => ({
      ...ports,
      secrets: { get: async () => new Uint8Array(32).fill(7), set: async () => undefined },
    }),
  },
];
