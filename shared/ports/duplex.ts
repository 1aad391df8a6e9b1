/** An ordered, reliable pipe of byte messages: a WebSocket, a MessagePort, or two ends in memory. */
export type Duplex = {
  send: (message: Uint8Array) => void;
  onMessage: (listener: (message: Uint8Array) => void) => void;
  onClose: (listener: () => void) => void;
  close: () => void;
};
