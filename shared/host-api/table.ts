/**
 * The contract between the app and its host: one table, name → input schema and output schema.
 * Both sides validate: the host what it is asked, the app what it is told.
 */
import { z } from 'zod';

import { MAX_ICE_CREDENTIAL, MAX_ICE_SERVERS, MAX_ICE_URL, MAX_ICE_USERNAME } from '../base/ice-server.ts';

z.config({ jitless: true });

/** One request or answer on the wire, header included. */
export const MAX_HOST_MESSAGE_BYTES = 1024 * 1024;

/** The longest entry of the journal, and the most entries in one append. */
export const MAX_JOURNAL_ENTRY_BYTES = 96 * 1024;
export const MAX_JOURNAL_ENTRIES = 4096;

const bytes = (max: number) =>
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= max, `bytes, at most ${max}`);
const position = z.number().int().min(0);
const lostEntries = z.object({ first: position, count: z.number().int().min(1) }).strict();
export const MAX_LOST_RANGES = 4096;
const nothing = z.object({}).strict();
const secretName = z.string().regex(/^[a-z0-9-]{1,64}$/);
const blobKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const carrierSchema = z
  .object({
    kind: z.enum(['server', 'incoming', 'lan', 'remembered', 'members', 'code']),
    name: z.string().max(256),
    state: z.enum(['connecting', 'up', 'down']),
    since: z.number(),
    peers: z.number().int().min(0),
  })
  .strict();

/** `addresses`: where others reach this machine's hub, `HOST:PORT`. */
const carriersSchema = z
  .object({ carriers: z.array(carrierSchema), addresses: z.array(z.string().max(64)).max(8) })
  .strict();

const diskSchema = z.object({ state: z.enum(['ok', 'low', 'full']) }).strict();

export const MAX_SERVERS = 16;

export const iceServerSchema = z.object({
  url: z.string().max(MAX_ICE_URL),
  username: z.string().max(MAX_ICE_USERNAME).optional(),
  credential: z.string().max(MAX_ICE_CREDENTIAL).optional(),
});

/**
 * `lan`: find and be found on the local network. `servers`: addresses of hubs, ws:// or wss://. `relays`: STUN and TURN.
 * `hideAddress`: connections through relays only, and nobody who is no server is told or called.
 */
const networkChoices = z
  .object({
    lan: z.boolean(),
    servers: z.array(z.string().max(256)).max(MAX_SERVERS),
    relays: z.array(iceServerSchema.strict()).max(MAX_ICE_SERVERS),
    hideAddress: z.boolean(),
  })
  .strict();
export type NetworkChoices = z.output<typeof networkChoices>;

/** What connections go by now: the choices, and what this run was started with. */
const iceChoice = z
  .object({ servers: z.array(iceServerSchema.strict()).max(MAX_ICE_SERVERS), relayOnly: z.boolean() })
  .strict();

export const hostApi = {
  /** Adds entries after `at`; `moved` (with the true end) if the journal does not end there. Answers after fsync. */
  'journal.append': {
    input: z
      .object({
        at: position,
        entries: z.array(bytes(MAX_JOURNAL_ENTRY_BYTES)).min(1).max(MAX_JOURNAL_ENTRIES),
      })
      .strict(),
    output: z.union([
      z.object({ kind: z.literal('appended'), end: position }).strict(),
      z.object({ kind: z.literal('moved'), end: position }).strict(),
    ]),
  },
  /** Other bytes in the place of entries that are there. Answers when the old ones are off the disk. */
  'journal.replace': {
    input: z
      .object({
        entries: z
          .array(z.object({ position, bytes: bytes(MAX_JOURNAL_ENTRY_BYTES) }).strict())
          .min(1)
          .max(MAX_JOURNAL_ENTRIES),
      })
      .strict(),
    output: nothing,
  },
  'journal.end': { input: nothing, output: z.object({ end: position }).strict() },
  /** As many entries from `from` on as fit in 512 KiB (at least one, if there is one). Those at positions `lost` are empty. */
  'journal.read': {
    input: z.object({ from: position }).strict(),
    output: z
      .object({ entries: z.array(bytes(MAX_JOURNAL_ENTRY_BYTES)), end: position, lost: z.array(position) })
      .strict(),
  },
  /** What is known to be damaged; of more than 4,096 ranges the first. */
  'journal.lost': { input: nothing, output: z.object({ lost: z.array(lostEntries).max(MAX_LOST_RANGES) }).strict() },
  'secrets.get': {
    input: z.object({ name: secretName }).strict(),
    output: z.object({ value: bytes(4096).optional() }).strict(),
  },
  'secrets.set': { input: z.object({ name: secretName, value: bytes(4096) }).strict(), output: nothing },
  'files.put': { input: z.object({ key: blobKey, bytes: bytes(512 * 1024) }).strict(), output: nothing },
  'files.get': {
    input: z.object({ key: blobKey }).strict(),
    output: z.object({ bytes: bytes(512 * 1024).optional() }).strict(),
  },
  'files.remove': { input: z.object({ key: blobKey }).strict(), output: nothing },
  /** Opens http, https or mailto in the system's browser, nothing else. */
  'shell.openExternal': {
    input: z.object({ url: z.string().max(2048) }).strict(),
    output: z.object({ opened: z.boolean() }).strict(),
  },
  /** Brings the app's window to the front, from behind others or where it was put away. A browser's page does so by itself. */
  'shell.showWindow': { input: nothing, output: nothing },
  'shell.info': {
    input: nothing,
    output: z
      .object({
        version: z.string(),
        profile: z.string(),
        shell: z.enum(['electron', 'standalone', 'headless']),
        platform: z.string(),
        /** `system`: keys are encrypted by the operating system's key store. `file`: a file only this user may read. */
        secretStorage: z.enum(['system', 'file']),
        /** Where y-webrtc signals: the hub on loopback. Empty in the standalone shell: same origin, `/hub`. */
        hubUrl: z.string(),
        /** This machine's own addresses on its networks, to stand in for `*.local` names in signalling. */
        addresses: z.array(z.string().max(64)),
      })
      .strict(),
  },
  /** How much room there is; while it is `full`, records are not appended to the journal. */
  'disk.state': { input: nothing, output: diskSchema },
  'carriers.list': { input: nothing, output: carriersSchema },
  /** How this profile meets others. */
  'network.get': { input: nothing, output: networkChoices },
  /** Keeps it and goes by it from now on. What is wrong with an address, for people, is in `problem`; then nothing is kept. */
  'network.set': { input: networkChoices, output: z.object({ problem: z.string().max(1_024).optional() }).strict() },
  'network.ice': { input: nothing, output: iceChoice },
  /** Where members say that their hubs are. */
  'carriers.remember': {
    input: z.object({ addresses: z.array(z.string().max(64)).max(64) }).strict(),
    output: nothing,
  },
} as const;

/** What the host tells without being asked. */
export const hostEvents = {
  carriers: carriersSchema,
  ice: iceChoice,
  disk: diskSchema,
  /** The host has looked through the journal, and some of it is lost: `journal.lost` says what. */
  journalDamaged: nothing,
} as const;

export type HostMethod = keyof typeof hostApi;
export type HostInput<M extends HostMethod> = z.input<(typeof hostApi)[M]['input']>;
export type HostOutput<M extends HostMethod> = z.output<(typeof hostApi)[M]['output']>;
export type HostEvent = keyof typeof hostEvents;
export type HostEventPayload<E extends HostEvent> = z.output<(typeof hostEvents)[E]>;

/** The host's side: one handler a method. Input has been validated already. */
export type HostHandlers = { [M in HostMethod]: (input: HostInput<M>) => Promise<HostOutput<M>> };
