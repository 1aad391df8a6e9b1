/** Opens a hub, and only the hub, to others on a port. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

import { type Hub, MAX_HUB_MESSAGE_BYTES } from './hub.ts';

export type HubListener = { port: number; close: () => Promise<void> };

export type ListenOptions = {
  port: number;
  /** The address to listen on; all interfaces if left out. */
  host?: string;
  /** A hub has connected that says who it is. @returns what is called when it went */
  arrived?: (from: string) => () => void;
};

/**
 * @throws with a message for people when the port cannot be had
 */
export const listenHub = async (hub: Hub, options: ListenOptions): Promise<HubListener> => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('This is a Holdfast hub. Holdfast apps meet here; there is nothing to see.\n');
  });
  const sockets = new WebSocketServer({ server, maxPayload: MAX_HUB_MESSAGE_BYTES, perMessageDeflate: false });
  sockets.on('connection', (socket, request) => {
    if (hub.accept(socket) === undefined) return;
    const from = new URL(request.url ?? '/', 'http://hub').searchParams.get('from');
    if (from !== null && options.arrived !== undefined) socket.on('close', options.arrived(from));
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
      }),
  };
};

const explain = (error: NodeJS.ErrnoException, port: number): string =>
  error.code === 'EADDRINUSE'
    ? `Port ${port} is taken by another program. Choose another port, or stop that program.`
    : `Port ${port} cannot be opened (${error.code ?? error.message}).`;
