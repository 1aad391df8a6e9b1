/** By multicast DNS, as printers are found: many networks let that through that filter everything else. */
import multicastDns from 'multicast-dns';

import { HUB_ID } from '../hub-messages.ts';
import { isPort, type Voice, type VoiceOptions } from './voice.ts';

const SERVICE = '_holdfast._tcp.local';
const TTL_S = 120;

export const openMdnsVoice = ({ id, port, address, heard, failed }: VoiceOptions): Voice => {
  const name = `${id}.${SERVICE}`;
  const dns = multicastDns({ interface: address, bind: '0.0.0.0', reuseAddr: true });
  let isClosed = false;
  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    dns.destroy();
  };
  const answer = (): void => {
    if (isClosed) return;
    dns.respond({
      answers: [
        { name: SERVICE, type: 'PTR', ttl: TTL_S, data: name },
        { name, type: 'SRV', ttl: TTL_S, data: { port, target: `${id}.local` } },
        { name: `${id}.local`, type: 'A', ttl: TTL_S, data: address },
      ],
    });
  };
  const say = (): void => {
    if (isClosed) return;
    dns.query({ questions: [{ name: SERVICE, type: 'PTR' }] });
    answer();
  };
  dns.on('error', () => {
    close();
    failed();
  });
  dns.on('warning', () => undefined); // somebody's malformed packet, or an interface on its way out
  dns.on('query', ({ questions }) => {
    if ((questions ?? []).some((question) => question.name === SERVICE)) answer();
  });
  dns.on('response', (response, from) => {
    for (const record of [...(response.answers ?? []), ...(response.additionals ?? [])]) {
      if (record.type !== 'SRV' || !record.name.endsWith(`.${SERVICE}`)) continue;
      const theirs = record.name.slice(0, -SERVICE.length - 1);
      if (HUB_ID.test(theirs) && isPort(record.data.port))
        heard({ id: theirs, port: record.data.port, address: from.address });
    }
  });
  dns.on('ready', say);
  return { say, close };
};
