/** By UDP: to a multicast group that routers keep inside the network, and by broadcast where multicast is filtered. */
import { createSocket } from 'node:dgram';

import { z } from 'zod';

import { HUB_ID } from '../hub-messages.ts';
import type { Voice, VoiceOptions } from './voice.ts';

z.config({ jitless: true });

/** Of the range for organizations, which is never routed. */
export const LAN_GROUP = '239.255.71.7';
export const LAN_PORT = 27_581;
const MAX_BYTES = 256;

const wordSchema = z.object({
  holdfast: z.literal(1),
  id: z.string().regex(HUB_ID),
  port: z.number().int().min(1).max(65_535),
});

export const openUdpVoice = ({ id, port, address, broadcast, heard, failed }: VoiceOptions): Voice => {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  let state: 'opening' | 'open' | 'closed' = 'opening';
  const word = Buffer.from(JSON.stringify({ holdfast: 1, id, port }));

  const close = (): void => {
    if (state === 'closed') return;
    state = 'closed';
    socket.close();
  };
  const fail = (): void => {
    close();
    failed();
  };
  const say = (): void => {
    if (state !== 'open') return;
    // either may be filtered; the next word is said to both again
    for (const target of [LAN_GROUP, broadcast]) socket.send(word, LAN_PORT, target, () => undefined);
  };

  socket.on('error', fail);
  socket.on('message', (bytes, from) => {
    const said = bytes.length > MAX_BYTES ? undefined : readWord(bytes.toString('utf8'));
    if (said !== undefined) heard({ id: said.id, port: said.port, address: from.address });
  });
  socket.bind(LAN_PORT, () => {
    if (state === 'closed') return;
    try {
      socket.addMembership(LAN_GROUP, address);
      socket.setMulticastInterface(address);
      socket.setMulticastTTL(1);
      socket.setBroadcast(true);
    } catch {
      return fail(); // the interface went while the socket opened
    }
    state = 'open';
    say();
  });
  socket.unref();
  return { say, close };
};

const readWord = (text: string): z.output<typeof wordSchema> | undefined => {
  try {
    return wordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: of another program
  }
};
