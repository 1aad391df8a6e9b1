/** The own app's door to the hub where it is not of the page's origin: loopback, an unguessable path, checked origin. */
import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex as Stream } from 'node:stream';
import { WebSocketServer } from 'ws';

import type { Hub } from './hub.ts';
import { MAX_HUB_MESSAGE_BYTES } from './hub-messages.ts';

export type OwnHub = { url: string; close: () => Promise<void> };

/** @param origin what the page's origin must be; left out where there is no page */
export const serveOwnHub = async (hub: Hub, token: string, origin?: string): Promise<OwnHub> => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_HUB_MESSAGE_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Stream, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (request.url !== `/${token}` || request.headers.origin !== origin) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => hub.accept(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `ws://127.0.0.1:${port}/${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
};
