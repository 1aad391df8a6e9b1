/** A headless peer as a program: asks it by JSON lines, and keeps everything it says. */
import type { ActRequest } from '../../electron/headless/governance-schemas.ts';
import type { LaneView, PeerStatus } from '../../shared/model/status.ts';
import type {
  AuditView,
  ChannelView,
  CommunityView,
  MemberView,
  MessageView,
  RoleView,
} from '../../shared/model/views.ts';
import { type Exit, type Program, startNode } from './processes.ts';
import { builtProgram, LIAR } from './root.ts';

/** What each request is answered with when it goes well (docs/headless.md). */
type Answers = {
  'create-community': { community: string; channel: string; invite: string };
  invite: { invite: string };
  join: { community: string };
  'offer-code': { code: string };
  'answer-code': { community: string; code: string };
  'accept-code': { community: string };
  communities: { communities: CommunityView[] };
  channels: { channels: ChannelView[] };
  direct: { channel: string };
  post: { message: string; seq: number };
  edit: { record: string };
  delete: { record: string };
  react: { record: string };
  hide: { record: string };
  pin: { record: string };
  purge: { record: string };
  history: { messages: MessageView[]; total: number };
  members: { members: MemberView[]; former?: MemberView[] };
  roles: { roles: RoleView[] };
  audit: { audit: AuditView[] };
  status: PeerStatus & { lanes: { community: string; lanes: LaneView[] }[] };
  'cut-link': { cut: number };
  network: Network;
  'set-network': Network;
  'save-file': { operations: number; records: number };
  'take-in-file': { community: string; fresh: { operations: number; records: number }; refused: number };
  quit: object;
  'create-channel': Operation & { channel: string };
  'create-role': Operation & { role: string };
} & Record<Act, Operation>;

type Network = { lan: boolean; servers: string[]; relays: { url: string; username?: string }[]; hideAddress: boolean };
type Operation = { operation: string };
type Act = Exclude<ActRequest['do'], 'create-channel' | 'create-role'>;

export type Fields = Record<string, unknown>;
export type HeadlessAnswer = { id: unknown; ok: boolean; error?: string; message?: string } & Fields;
export type HeadlessEvent = { event: string; text?: string; authorName?: string } & Fields;

export type HeadlessOptions = {
  name: string;
  /** The profile; the same one again is the same peer again. */
  dir: string;
  hubs?: readonly string[];
  /** Opens the peer's own hub to others on this port. */
  listen?: number;
  /** On the local network; off if left out. */
  lan?: boolean;
  /** The machine it runs on (namespaces.ts); this one if left out. */
  within?: readonly string[];
  /** Starts mallory's program instead (e2e/support/liar). */
  lies?: boolean;
};

export type Headless = {
  name: string;
  /** Asks, and fails with the peer's own words if it refuses. */
  request: <Name extends keyof Answers>(name: Name, fields?: Fields) => Promise<Answers[Name]>;
  /** Asks, and returns the answer whether it went well or not. */
  ask: (name: string, fields?: Fields) => Promise<HeadlessAnswer>;
  /** Sends any text as a line. @returns the answer, found by its `id` (null if the line had none) */
  sendLine: (text: string, id?: unknown) => Promise<HeadlessAnswer>;
  /** Resolves with the first event that fits, heard already or yet to come. */
  waitForEvent: (fits: (event: HeadlessEvent) => boolean, timeoutMs?: number) => Promise<HeadlessEvent>;
  waitForMessage: (text: string, timeoutMs?: number) => Promise<HeadlessEvent>;
  events: readonly HeadlessEvent[];
  /** Lines on stdout that were not one JSON object; must stay empty. */
  strayLines: readonly string[];
  /** Ends stdin, as a closed pipe would. */
  closeInput: () => void;
  exited: Promise<Exit>;
  kill: () => Promise<Exit>;
  /** Asks it to end. */
  quit: () => Promise<Exit>;
  log: () => string;
  dispose: () => Promise<void>;
};

/** Safety limits, as in playwright.config.ts. */
const ANSWER_MS = 120_000;
const EVENT_MS = 60_000;

/** Resolves when the peer says that it is ready. */
export const startHeadless = async (options: HeadlessOptions): Promise<Headless> => {
  const { name } = options;
  const program = startNode(
    `the peer of ${name}`,
    options.lies === true ? LIAR : builtProgram('headless'),
    [
      '--profile',
      options.dir,
      ...(options.hubs ?? []).flatMap((url) => ['--hub', url]),
      ...(options.listen === undefined ? [] : ['--listen', String(options.listen)]),
      ...(options.lan === true ? ['--lan'] : []),
    ],
    options.within,
  );
  const heard = listen(name, program);
  let lastId = 0;
  const sendLine: Headless['sendLine'] = (text, id = null) => {
    const answer = heard.nextAnswer((each) => each.id === id, `an answer to ${text.slice(0, 80)}`, ANSWER_MS);
    program.writeLine(text);
    return answer;
  };
  const ask: Headless['ask'] = (request, fields = {}) => {
    lastId += 1;
    return sendLine(JSON.stringify({ ...fields, id: lastId, do: request }), lastId);
  };
  const request = async <Name extends keyof Answers>(what: Name, fields?: Fields): Promise<Answers[Name]> => {
    const answer = await ask(what, fields);
    if (!answer.ok)
      throw new Error(`${name}'s peer refused ${what}: ${String(answer.error)}: ${String(answer.message)}`);
    return answer as unknown as Answers[Name];
  };
  const peer: Headless = {
    name,
    request,
    ask,
    sendLine,
    waitForEvent: (fits, timeoutMs = EVENT_MS) => heard.event(fits, 'an event', timeoutMs),
    waitForMessage: (text, timeoutMs = EVENT_MS) =>
      heard.event((event) => event.event === 'message' && event.text === text, `the message “${text}”`, timeoutMs),
    events: heard.events,
    strayLines: heard.strayLines,
    closeInput: program.closeInput,
    exited: program.exited,
    kill: program.sigkill,
    quit: async () => {
      await request('quit');
      return program.exited;
    },
    log: program.log,
    dispose: async () => void (await program.sigkill()),
  };
  await heard
    .event((event) => event.event === 'ready', 'ready', EVENT_MS)
    .catch(async (error: unknown) => {
      await peer.dispose();
      throw error;
    });
  return peer;
};

type Wait = { take: (line: HeadlessAnswer | HeadlessEvent) => boolean; fail: (why: string) => void };

/** Sorts what the peer prints into answers and events, for those who wait for them. */
const listen = (name: string, program: Program) => {
  const events: HeadlessEvent[] = [];
  const strayLines: string[] = [];
  const waits = new Set<Wait>();
  program.onLine(({ stream, text }) => {
    if (stream === 'stderr') return;
    const line = readLine(text);
    if (line === undefined) return void strayLines.push(text);
    if (isEvent(line)) events.push(line);
    for (const wait of waits) if (wait.take(line)) break;
  });
  program.exited.then(
    () => waits.forEach((wait) => wait.fail('the peer has ended')),
    () => undefined,
  );

  const next = <T>(pick: (line: HeadlessAnswer | HeadlessEvent) => T | undefined, what: string, timeoutMs: number) =>
    new Promise<T>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(patience);
        waits.delete(wait);
        settle();
      };
      const wait: Wait = {
        take: (line) => {
          const picked = pick(line);
          if (picked !== undefined) finish(() => resolve(picked));
          return picked !== undefined && !isEvent(line);
        },
        fail: (why) => finish(() => reject(new Error(`${name} waited for ${what}, but ${why}.\n${tail(program)}`))),
      };
      const patience = setTimeout(() => wait.fail(`nothing came in ${timeoutMs} ms`), timeoutMs);
      waits.add(wait);
      if (!program.isRunning()) wait.fail('the peer has ended');
    });

  return {
    events,
    strayLines,
    event: (fits: (event: HeadlessEvent) => boolean, what: string, timeoutMs: number): Promise<HeadlessEvent> => {
      const held = events.find(fits);
      if (held !== undefined) return Promise.resolve(held);
      return next((line) => (isEvent(line) && fits(line) ? line : undefined), what, timeoutMs);
    },
    nextAnswer: (fits: (answer: HeadlessAnswer) => boolean, what: string, timeoutMs: number): Promise<HeadlessAnswer> =>
      next((line) => (!isEvent(line) && fits(line) ? line : undefined), what, timeoutMs),
  };
};

const isEvent = (line: HeadlessAnswer | HeadlessEvent): line is HeadlessEvent => typeof line['event'] === 'string';

const readLine = (text: string): HeadlessAnswer | HeadlessEvent | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && ('ok' in value || 'event' in value)
      ? (value as HeadlessAnswer | HeadlessEvent)
      : undefined;
  } catch {
    return undefined; // kept as a stray line, on which the test fails
  }
};

const tail = (program: Program): string => program.log().split('\n').slice(-30).join('\n');

/** What is asked for at once; the answers come when each is on the disk. */
const POSTED_AT_ONCE = 500;

/** Says all of it, in order. */
export const postAll = async (peer: Headless, said: readonly string[], channel = 'general'): Promise<void> => {
  for (let at = 0; at < said.length; at += POSTED_AT_ONCE) {
    const batch = said.slice(at, at + POSTED_AT_ONCE);
    await Promise.all(batch.map((text) => peer.request('post', { channel, text })));
  }
};
