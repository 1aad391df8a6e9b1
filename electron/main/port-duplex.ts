import type { MessagePortMain } from 'electron';

import type { Duplex } from '../../shared/ports/duplex.ts';

/** Electron's main-side message port as a pipe of bytes; anything that is not bytes is not passed on. */
export const portDuplex = (port: MessagePortMain): Duplex => ({
  send: (message) => port.postMessage(message),
  onMessage: (listener) => {
    port.on('message', ({ data }) => {
      if (data instanceof Uint8Array) listener(data);
    });
    port.start();
  },
  onClose: (listener) => void port.on('close', listener),
  close: () => port.close(),
});
