/** Opens a hub, and only the hub, to others on a port. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';

import { createAddressDesk } from './address-desk.ts';
import type { Hub } from './hub.ts';
import { HUB_ID, HUB_ID_HEADER } from './hub-messages.ts';

export type HubListener = { port: number; close: () => Promise<void> };

export type ListenOptions = {
  port: number;
  /** The address to listen on; all interfaces if left out. */
  host?: string;
  /** What `GET /health` answers; left out: there is no such page. */
  health?: () => unknown;
  /** Who is in front of this hub says in X-Forwarded-For where a client comes from. Everybody else could lie there. */
  behindProxy?: boolean;
  /** A hub has connected that says who it is. @returns what is called when it went */
  arrived?: (from: string) => () => void;
};

/** Connections that have not become a client yet, or are told why they cannot. */
const SPARE_CONNECTIONS = 256;
const HTTP_MS = 10_000;

/** @throws with a message for people when the port cannot be had */
export const listenHub = async (hub: Hub, options: ListenOptions): Promise<HubListener> => {
  const server = createServer(
    { headersTimeout: HTTP_MS, requestTimeout: HTTP_MS, connectionsCheckingInterval: HTTP_MS / 2 },
    answerWith(options.health),
  );
  server.maxConnections = hub.limits.sockets + SPARE_CONNECTIONS;
  if (options.behindProxy !== true) refuseCrowds(server, hub);
  const sockets = new WebSocketServer({ server, maxPayload: hub.limits.messageBytes, perMessageDeflate: false });
  sockets.on('headers', (headers) => headers.push(`${HUB_ID_HEADER}: ${hub.id}`));
  sockets.on('connection', (socket, request) => {
    const from = callerOf(request.url ?? '', hub.id);
    if (hub.accept(socket, addressOf(request, options.behindProxy), from) === undefined) return;
    if (from !== undefined && options.arrived !== undefined) socket.on('close', options.arrived(from));
  });
  sockets.on('error', () => undefined); // told by the server below
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(explain(error, options.port), { cause: error })),
    );
    server.listen({ port: options.port, ...(options.host === undefined ? {} : { host: options.host }) }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const answerWith =
  (health: ListenOptions['health']) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
      response.end(body);
    };
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'text/plain', 'Only GET.\n');
    if (path === '/') return answer(200, 'text/plain', GREETING);
    if (path === '/health' && health !== undefined) {
      return answer(200, 'application/json', `${JSON.stringify(health(), undefined, 2)}\n`);
    }
    return answer(404, 'text/plain', 'There is nothing here.\n');
  };

const GREETING = 'This is a Holdfast hub. Holdfast apps meet here; there is nothing to see.\n';

/** Nobody holds all spare connections by never asking for anything. Clients are counted by the hub, with a reason said. */
const refuseCrowds = (server: Server, hub: Hub): void => {
  const doors = createAddressDesk(
    {
      socketsPerAddress: hub.limits.socketsPerAddress + SPARE_CONNECTIONS / 8,
      connectsPerSecond: Number.POSITIVE_INFINITY,
      connectsAtOnce: Number.POSITIVE_INFINITY,
    },
    () => 0,
  );
  server.on('connection', (connection) => {
    const leave = doors.admit(connection.remoteAddress ?? '');
    if (typeof leave === 'string') connection.destroy();
    else connection.on('close', leave);
  });
};

/** Who the other hub says it is. Anybody may ask for anything: what is no address is no reason to fall. */
const callerOf = (url: string, own: string): string | undefined => {
  const said = URL.canParse(url, 'http://hub') ? new URL(url, 'http://hub').searchParams.get('from') : null;
  return said !== null && HUB_ID.test(said) && said !== own ? said : undefined;
};

const addressOf = (request: IncomingMessage, behindProxy: boolean | undefined): string => {
  const own = request.socket.remoteAddress ?? '';
  if (behindProxy !== true) return own;
  const said = request.headers['x-forwarded-for'];
  // the last one is from the proxy itself; those before it are whatever the client made up
  const last = (Array.isArray(said) ? said.join(',') : said)?.split(',').at(-1)?.trim();
  return last === undefined || last === '' ? own : last.slice(0, 64);
};

const explain = (error: NodeJS.ErrnoException, port: number): string =>
  error.code === 'EADDRINUSE'
    ? `Port ${port} is taken by another program. Choose another port, or stop that program.`
    : `Port ${port} cannot be opened (${error.code ?? error.message}).`;
