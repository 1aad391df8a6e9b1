/**
 * libdatachannel’s ICE (libjuice) reaches relays by UDP alone, and takes “relay only” for a word about what it says, not about
 * what it does: it calls the other side from its own address all the same. So where addresses are hidden, or a relay is
 * reached by TCP or TLS, it gets a door on loopback in the place of the relay: what comes in there goes to the relay, and back.
 * A connection that is bound to loopback can send nowhere else; the system sees to that.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

import { iceParts, type IceChoice, type IceServer, isRelay } from '../../shared/base/ice-server.ts';
import { callRelay, type RelayCall } from './relay-call.ts';

export type RelayDoors = {
  /** Opens and closes doors, so that each relay has one. */
  align: (ice: IceChoice) => Promise<void>;
  /** The port on loopback; undefined while there is no door. */
  portOf: (relay: IceServer) => number | undefined;
  close: () => void;
};

/** Connections of one relay; each has a port of its own, as the relay tells them apart. */
const MAX_CALLERS = 64;
/** A connection refreshes what it has at the relay much more often. */
const SILENT_MS = 5 * 60_000;

type Door = { port: number; close: () => void };

export const createRelayDoors = (): RelayDoors => {
  const doors = new Map<string, Door>();
  let aligning = Promise.resolve();

  const align = async (ice: IceChoice): Promise<void> => {
    const wanted = new Map(ice.servers.filter(isRelay).map((relay) => [relay.url, relay]));
    for (const [url, door] of doors) {
      if (wanted.has(url)) continue;
      door.close();
      doors.delete(url);
    }
    for (const [url, relay] of wanted) if (!doors.has(url)) doors.set(url, await openDoor(relay));
  };

  return {
    align: (ice) => {
      const aligned = aligning.then(() => align(ice));
      aligning = aligned.catch(() => undefined); // who asked hears of it
      return aligned;
    },
    portOf: ({ url }) => doors.get(url)?.port,
    close: () => {
      for (const door of doors.values()) door.close();
      doors.clear();
    },
  };
};

const openDoor = async ({ url }: IceServer): Promise<Door> => {
  const relay = iceParts(url);
  if (relay === undefined) throw new Error('not the address of a relay');
  const callers = new Map<number, { call: RelayCall; silence: NodeJS.Timeout }>();
  const socket = createSocket('udp4');
  let isClosed = false;

  const hangUp = (port: number): void => {
    const caller = callers.get(port);
    callers.delete(port);
    clearTimeout(caller?.silence);
    caller?.call.close();
  };
  const callFor = (port: number) => {
    const [oldest] = callers.keys();
    if (callers.size >= MAX_CALLERS && oldest !== undefined) hangUp(oldest);
    const call = callRelay(relay, {
      data: (datagram) => isClosed || socket.send(datagram, port, '127.0.0.1'),
      closed: () => hangUp(port),
    });
    const caller = { call, silence: setTimeout(() => hangUp(port), SILENT_MS).unref() };
    callers.set(port, caller);
    return caller;
  };
  socket.on('message', (datagram: Buffer, { port }: RemoteInfo) => {
    const caller = callers.get(port) ?? callFor(port);
    caller.silence.refresh();
    caller.call.send(datagram);
  });
  await bound(socket);
  socket.on('error', () => undefined); // a connection that has just ended is no longer there to be told

  return {
    port: socket.address().port,
    close: () => {
      isClosed = true;
      for (const port of callers.keys()) hangUp(port);
      socket.close();
    },
  };
};

const bound = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      socket.off('error', reject);
      resolve();
    });
  });
