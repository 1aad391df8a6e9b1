import { parseArgs } from 'node:util';

export type PeersPlan = { messages: number[]; runs: number[]; limitSeconds: number; peers: string[] | undefined };

/** @throws with a message for people */
export const readPeersPlan = (args: string[]): PeersPlan => {
  const options = {
    messages: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '1' },
    limit: { type: 'string', default: '120' },
    peers: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args, options });
  const messages = numbers('--messages', values.messages);
  const runs = numbers('--runs', values.runs);
  if (runs.length !== messages.length) throw new Error('--runs says how often for each of --messages');
  const [limitSeconds = 0] = numbers('--limit', values.limit);
  return { messages, runs, limitSeconds, peers: values.peers?.split(',') };
};

const numbers = (option: string, text: string): number[] =>
  text.split(',').map((each) => {
    if (!/^[1-9]\d{0,6}$/.test(each)) throw new Error(`${option}: ${each} is not a number of it`);
    return Number(each);
  });
