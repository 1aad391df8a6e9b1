/**
 * One of two replicas: the real core, host and mesh, with a counter between core and mesh. Says on stdout when it is
 * ready and when a link opens, and, asked by a line, what it said there. It is not asked while the two meet: that takes time.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { nodeClock } from '../../../electron/headless/node-ports.ts';
import { runPeer, type RunningPeer } from '../../../electron/headless/run-peer.ts';
import type { Transport } from '../../../shared/ports/transport.ts';
import { readLinkMessage } from '../../../shared/sync/link-message.ts';
import type { ReplicaLine, Sent } from './replica-line.ts';

/** Messages of the handshake have smaller types. */
const FIRST_TYPE = 16;

const say = (line: ReplicaLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const now = (): number => performance.timeOrigin + performance.now();

const sent: Sent[] = [];
const counting = (mesh: Transport): Transport => ({
  ...mesh,
  send: (link, frame) => {
    if ((frame[0] ?? 0) >= FIRST_TYPE)
      sent.push({ kind: readLinkMessage(frame)?.kind ?? 'malformed', bytes: frame.length, at: now() });
    mesh.send(link, frame);
  },
  subscribe: (listener) =>
    mesh.subscribe((event) => {
      if (event.kind === 'opened') say({ event: 'opened', at: now() });
      listener(event);
    }),
});

const recordsIn = async ({ peer, queries }: RunningPeer): Promise<number> => {
  const [community] = await queries.communities();
  const lanes = community === undefined ? [] : await peer.lanes(community.id);
  return lanes.reduce((sum, { count }) => sum + count, 0);
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: '' },
      listen: { type: 'string' },
      hub: { type: 'string', multiple: true, default: [] },
    },
  });
  const running = await runPeer({
    profile: values.profile,
    listen: values.listen === undefined ? undefined : Number(values.listen),
    hubs: values.hub,
    clock: nodeClock,
    transport: counting,
  });
  say({ event: 'ready', records: await recordsIn(running) });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'quit') break;
    say({ event: 'sent', number: Number(line), records: await recordsIn(running), sent });
  }
  await running.stop();
  process.exit(0);
};

await main();
