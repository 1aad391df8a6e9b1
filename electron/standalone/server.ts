/**
 * The standalone shell's server, on loopback only: the page, the host API (`/host`) and the hub (`/hub`), all of one
 * origin. Every request must name this host (no DNS rebinding), come from this origin (no other website) and, but for the
 * launch itself, hold a session.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex as Stream } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

import { MAX_HOST_MESSAGE_BYTES } from '../../shared/host-api/table.ts';
import type { Duplex } from '../../shared/ports/duplex.ts';
import { securityHeaders } from '../host/content-security-policy.ts';
import { MAX_HUB_MESSAGE_BYTES } from '../host/hub-messages.ts';
import type { PageFile } from '../host/page-files.ts';
import type { Sessions } from './sessions.ts';

export type StandaloneServer = { origin: string; close: () => Promise<void> };

type Ports = {
  port: number;
  files: ReadonlyMap<string, PageFile>;
  sessions: Sessions;
  serveHost: (duplex: Duplex) => void;
  acceptHub: (socket: WebSocket) => void;
};

/** The page is told that a newer window took over, and does not come back by itself. */
const TAKEN_OVER = 4001;

/** @throws with a message for people when the port is taken: never another port, which would be another, empty browser storage */
export const startServer = async (ports: Ports): Promise<StandaloneServer> => {
  const origin = `http://127.0.0.1:${ports.port}`;
  const cookie = `holdfast-${ports.port}`;
  const headers = securityHeaders([`ws://127.0.0.1:${ports.port}`]);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => respond(response, 500, 'Something went wrong in the host. Reload the page.'));
  });
  const hostSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_HOST_MESSAGE_BYTES + 1024,
    perMessageDeflate: false,
  });
  const hubSockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_HUB_MESSAGE_BYTES,
    perMessageDeflate: false,
  });

  const respond = (response: ServerResponse, status: number, text: string, more: Record<string, string> = {}): void => {
    response.writeHead(status, {
      ...headers,
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      ...more,
    });
    response.end(`${text}\n`);
  };

  const isFromHere = (request: IncomingMessage): boolean =>
    request.headers.host === `127.0.0.1:${ports.port}` &&
    (request.headers.origin === undefined || request.headers.origin === origin);

  /** Any website can make a browser ask for `//`, which is no address: it must not throw where nobody catches. */
  const addressOf = (request: IncomingMessage): URL | undefined => {
    const text = request.url ?? '/';
    const url = URL.canParse(text, origin) ? new URL(text, origin) : undefined;
    return url?.origin === origin ? url : undefined;
  };

  const hasSession = (request: IncomingMessage): boolean => ports.sessions.isValid(readCookie(request, cookie));

  const launch = async (url: URL, response: ServerResponse): Promise<void> => {
    const token = await ports.sessions.exchange(url.searchParams.get('code') ?? '');
    if (token === undefined) return respond(response, 403, USED_CODE);
    respond(response, 303, 'Welcome.', {
      location: '/',
      'set-cookie': `${cookie}=${token}; HttpOnly; SameSite=Strict; Path=/; Max-Age=31536000`,
    });
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isFromHere(request)) return respond(response, 403, 'This address is only for Holdfast on this machine.');
    const url = addressOf(request);
    if (url === undefined) return respond(response, 400, 'This is not an address of Holdfast.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return respond(response, 405, 'Only GET is answered here.');
    if (url.pathname === '/launch') return launch(url, response);
    if (!hasSession(request)) return respond(response, 401, NO_SESSION);
    const file = ports.files.get(url.pathname === '/' ? '/index.html' : url.pathname);
    if (file === undefined) return respond(response, 404, 'There is nothing at this address.');
    response.writeHead(200, { ...headers, 'content-type': file.type, 'cache-control': file.cache });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  };

  server.on('upgrade', (request: IncomingMessage, stream: Stream, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const pathname = addressOf(request)?.pathname;
    const sockets = pathname === '/host' ? hostSockets : pathname === '/hub' ? hubSockets : undefined;
    const isAllowed = isFromHere(request) && request.headers.origin === origin && hasSession(request);
    if (sockets === undefined || !isAllowed) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      if (sockets === hostSockets) ports.serveHost(duplexOf(socket));
      else ports.acceptHub(socket);
    });
  });

  await listen(server, ports.port);
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        for (const socket of [...hostSockets.clients, ...hubSockets.clients]) socket.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

const duplexOf = (socket: WebSocket): Duplex => ({
  send: (message) => {
    if (socket.readyState === socket.OPEN) socket.send(message);
  },
  onMessage: (listener) =>
    void socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) listener(new Uint8Array(data));
      else socket.close(1003, 'only bytes are understood here');
    }),
  onClose: (listener) => {
    socket.on('error', () => socket.terminate());
    socket.on('close', listener);
  },
  close: () => socket.close(TAKEN_OVER, 'opened in another window'),
});

const readCookie = (request: IncomingMessage, name: string): string | undefined =>
  (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const message =
        error.code === 'EADDRINUSE'
          ? portTaken(port)
          : `Port ${port} cannot be opened (${error.code ?? error.message}).`;
      reject(new Error(message, { cause: error }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });

const portTaken = (port: number): string =>
  `Port ${port} is taken by another program. This profile always uses this port, because the browser keeps its storage by address. ` +
  'Stop the other program (perhaps another Holdfast with the same profile), or start with --profile NAME to be somebody else.';
const NO_SESSION = 'This page needs a launch code. Start Holdfast again (npm start): it opens with a fresh one.';
const USED_CODE =
  'This launch code is wrong, was used already, or is too old. Start Holdfast again (npm start) for a fresh one.';
