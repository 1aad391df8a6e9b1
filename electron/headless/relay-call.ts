/** One connection’s way to a relay: datagrams as they are by UDP, one after the other in a stream by TCP and TLS. */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { connect, isIPv6 } from 'node:net';
import { connect as connectTls } from 'node:tls';

import type { IceParts } from '../../shared/base/ice-server.ts';
import { readTurnStream, turnFrame } from './turn-stream.ts';

export type RelayCall = { send: (datagram: Buffer) => void; close: () => void };

export type RelayCallEvents = {
  data: (datagram: Buffer) => void;
  /** Called once, unless it was closed from here. */
  closed: () => void;
};

/** What waits for a relay; more is dropped, as a network would. */
const MAX_WAITING_BYTES = 1024 * 1024;
const MAX_WAITING_DATAGRAMS = 64;

export const callRelay = (relay: IceParts, events: RelayCallEvents): RelayCall =>
  relay.transport === 'udp' ? callByUdp(relay, events) : callByStream(relay, events);

const callByUdp = ({ host, port }: IceParts, events: RelayCallEvents): RelayCall => {
  const waiting: Buffer[] = [];
  let send = (datagram: Buffer): void => void (waiting.length < MAX_WAITING_DATAGRAMS && waiting.push(datagram));
  let closeSocket = (): void => undefined;
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    send = () => undefined;
    closeSocket();
  };
  const fail = (): void => {
    if (isClosed) return;
    close();
    events.closed();
  };
  lookup(host, (error, address) => {
    if (isClosed) return;
    if (error !== null) return fail();
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    closeSocket = () => socket.close();
    socket.on('error', fail);
    socket.on('message', events.data);
    socket.connect(port, address, () => {
      if (isClosed) return;
      send = (datagram) => socket.send(datagram, () => undefined); // not there just now: ICE asks again
      for (const datagram of waiting.splice(0)) send(datagram);
    });
  });
  return { send: (datagram) => send(datagram), close };
};

const callByStream = ({ scheme, host, port }: IceParts, events: RelayCallEvents): RelayCall => {
  const socket = scheme === 'turns' ? connectTls(tlsTo(host, port)) : connect({ host, port });
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
    socket.destroy();
  };
  const fail = (): void => {
    if (isClosed) return;
    close();
    events.closed();
  };
  const read = readTurnStream(events.data);
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => isClosed || read(bytes) || fail());
  socket.on('error', fail);
  socket.on('close', fail);
  return {
    send: (datagram) => {
      if (!isClosed && socket.writableLength < MAX_WAITING_BYTES) socket.write(turnFrame(datagram));
    },
    close,
  };
};

/** The certificate is checked against the name, or the address where there is none. */
const tlsTo = (host: string, port: number) => ({
  host,
  port,
  ...(isIPv6(host) || /^[\d.]+$/.test(host) ? {} : { servername: host }),
});
