/** The pipe to the host: a WebSocket of the page's own origin, or a port that Electron's preload handed over. */
import type { Duplex } from '../../shared/ports/duplex.ts';
import type { ToWorker } from './worker-messages.ts';

/** What the standalone host closes with when a newer window of the profile took over. */
const TAKEN_OVER = 4001;

type HostDoor = Extract<ToWorker, { kind: 'start' }>['host'];

/** @param takenOver called at most once; after it nothing connects any more */
export const connectHost = (door: HostDoor, takenOver: () => void): (() => Promise<Duplex>) => {
  if (door.kind === 'port') return () => Promise.resolve(portDuplex(door.port));
  let isOver = false;
  return () =>
    isOver
      ? new Promise(() => undefined)
      : openSocket(door.url, () => {
          isOver = true;
          takenOver();
        });
};

const openSocket = (url: string, takenOver: () => void): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    let onMessage = (_message: Uint8Array): void => undefined;
    let onClose = (): void => undefined;
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) onMessage(new Uint8Array(data));
    };
    socket.onerror = () => reject(new Error('the host is not answering'));
    socket.onclose = ({ code }) => {
      if (code === TAKEN_OVER) takenOver();
      onClose();
    };
    socket.onopen = () =>
      resolve({
        send: (message) => socket.send(message.slice()),
        onMessage: (listener) => {
          onMessage = listener;
        },
        onClose: (listener) => {
          onClose = listener;
        },
        close: () => socket.close(),
      });
  });

const portDuplex = (port: MessagePort): Duplex => ({
  send: (message) => port.postMessage(message.slice()),
  onMessage: (listener) => {
    port.onmessage = ({ data }) => {
      if (data instanceof Uint8Array) listener(data);
    };
    port.start();
  },
  // Electron's port closes only with the whole app
  onClose: () => undefined,
  close: () => port.close(),
});
