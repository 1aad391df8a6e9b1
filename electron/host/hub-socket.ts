/** One client of a hub at its socket: what it says is read strictly and measured; who breaks a rule is cut off, alone. */
import type { WebSocket } from 'ws';

import { createTokenBucket } from '../../shared/base/token-bucket.ts';
import type { HubLimits } from './hub-limits.ts';
import { type HubMessage, parseHubMessage, type TopicsRefused } from './hub-messages.ts';

/** Why a client was cut off. `slow`: too much waits for it; `silent`: it does not answer pings. */
export type CutReason = 'malformed' | 'oversized' | 'flooding' | 'slow' | 'silent';

export type HubSocket = {
  topics: Map<string, number>;
  send: (message: HubMessage | TopicsRefused) => void;
  /** As `send`, for what goes to many. @returns false if the client was too slow for it, and is out */
  sendBytes: (json: Buffer) => boolean;
  /** Pings who has said nothing since the last turn; cuts off who did not answer then. */
  turn: () => void;
  close: () => void;
};

export type SocketEvents = {
  message: (message: HubMessage) => void;
  /** From now on nothing comes from this client and nothing is wanted by it. Comes once. */
  out: (why: CutReason | 'left') => void;
  /** After `out`: the socket is gone. */
  closed: () => void;
};

/** What waits for all sockets together, in bytes, and how many sockets there are. */
export type Backlog = { bytes: number; sockets: number };

/** For a client to answer the close that tells it why. */
const FAREWELL_MS = 1_000;
/** Messages of one client before it is everybody else's turn. */
const MESSAGES_A_TURN = 32;
const OVERSIZED = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
/** What a control frame costs at most. */
const CONTROL_BYTES = 131;

export const openHubSocket = (
  socket: WebSocket,
  limits: HubLimits,
  backlog: Backlog,
  now: () => number,
  events: SocketEvents,
): HubSocket => {
  const line = createLine(socket, limits, backlog);
  const rates = createRates(limits, now);
  const stay = createStay(socket, events.out);
  const pace = createPace(socket);
  let isAlive = true;

  const isWithinRates = (bytes: number): boolean => {
    const problem = rates.problem(bytes);
    if (problem !== undefined) stay.cut('flooding', problem);
    return problem === undefined;
  };
  const heardControl = (): void => {
    isAlive = true;
    // ws has answered a ping by itself: who sends them and does not read is found by what waits
    if (!stay.isOver() && isWithinRates(CONTROL_BYTES) && !line.hasRoom()) stay.drop('slow');
  };

  backlog.sockets += 1;
  socket.on('message', (data: Buffer, isBinary) => {
    isAlive = true;
    pace.count();
    if (stay.isOver() || !isWithinRates(data.length)) return;
    const message = isBinary ? undefined : parseHubMessage(data.toString('utf8'));
    if (message === undefined) stay.cut('malformed', 'not a message of this protocol');
    else events.message(message);
  });
  socket.on('ping', heardControl);
  socket.on('pong', heardControl);
  socket.on('error', (error: NodeJS.ErrnoException) => stay.drop(blameFor(error.code ?? '')));
  socket.on('close', () => {
    stay.drop('left');
    line.clear();
    backlog.sockets -= 1;
    events.closed();
  });

  const sendBytes = (json: Buffer): boolean => {
    if (stay.isOver() || socket.readyState !== socket.OPEN) return true;
    if (line.hasRoom()) line.send(json);
    else stay.drop('slow');
    return !stay.isOver();
  };
  return {
    topics: new Map(),
    send: (message) => void sendBytes(Buffer.from(JSON.stringify(message))),
    sendBytes,
    turn: () => {
      if (!isAlive) return stay.drop('silent');
      isAlive = false;
      socket.ping();
    },
    close: () => socket.close(1001),
  };
};

type Stay = {
  isOver: () => boolean;
  /** Cuts the client off and tells it why. */
  cut: (why: CutReason, words: string) => void;
  /** Without a word: it would not hear it. */
  drop: (why: CutReason | 'left') => void;
};

const createStay = (socket: WebSocket, out: SocketEvents['out']): Stay => {
  let isOver = false;
  const end = (why: CutReason | 'left', close: () => void): void => {
    if (isOver) return;
    isOver = true;
    out(why);
    close();
  };
  return {
    isOver: () => isOver,
    cut: (why, words) => end(why, () => sayGoodbye(socket, 1008, words)),
    drop: (why) => end(why, () => socket.terminate()),
  };
};

/** What is no fault of the protocol is the network's. */
const blameFor = (code: string): CutReason | 'left' => {
  if (code === OVERSIZED) return 'oversized';
  return code.startsWith('WS_ERR_') ? 'malformed' : 'left';
};

/** Tells why, and does not wait long for the answer. Nothing more is read from the socket than that. */
export const sayGoodbye = (socket: WebSocket, code: number, words: string): void => {
  const timer = setTimeout(() => socket.terminate(), FAREWELL_MS);
  timer.unref();
  socket.on('close', () => clearTimeout(timer));
  socket.close(code, words);
};

const createRates = (limits: HubLimits, now: () => number): { problem: (bytes: number) => string | undefined } => {
  const messages = createTokenBucket({ perSecond: limits.messagesPerSecond, burst: limits.messagesAtOnce }, now());
  const bytes = createTokenBucket({ perSecond: limits.bytesPerSecond, burst: limits.bytesAtOnce }, now());
  return {
    problem: (size) => {
      if (!messages.take(now(), 1)) return `too many messages: ${limits.messagesPerSecond} a second is the limit`;
      if (!bytes.take(now(), size)) return `too much data: ${limits.bytesPerSecond} bytes a second is the limit`;
      return undefined;
    },
  };
};

/**
 * Takes turns: Node would read megabytes from one socket before it looks at the next, and a burst of twenty clients would
 * keep everybody else waiting for seconds.
 */
const createPace = (socket: WebSocket): { count: () => void } => {
  let inTurn = 0;
  const next = (): void => {
    inTurn = 0;
    socket.resume();
  };
  return {
    count: () => {
      if (inTurn === 0) setImmediate(next);
      inTurn += 1;
      if (inTurn === MESSAGES_A_TURN) socket.pause();
    },
  };
};

type Line = { hasRoom: () => boolean; send: (json: Buffer) => void; clear: () => void };

/** What goes out, and what waits to go. */
const createLine = (socket: WebSocket, limits: HubLimits, backlog: Backlog): Line => {
  let counted = 0;
  const count = (bytes: number): void => {
    backlog.bytes += bytes - counted;
    counted = bytes;
  };
  const look = (): void => {
    if (socket.readyState === socket.OPEN) count(socket.bufferedAmount);
  };
  /** When all together are too much, whoever takes more than an equal share has to go. */
  const allowance = (): number =>
    backlog.bytes <= limits.bufferedBytesInAll
      ? limits.bufferedBytes
      : Math.min(limits.bufferedBytes, limits.bufferedBytesInAll / Math.max(1, backlog.sockets));
  return {
    hasRoom: () => {
      look();
      return socket.bufferedAmount <= allowance();
    },
    send: (json) => {
      socket.send(json, { binary: false }, look);
      look();
    },
    clear: () => count(0),
  };
};
