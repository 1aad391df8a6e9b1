/**
 * One of two replicas: the real core, host and mesh, with a counter between core and mesh. Says on stdout when it is
 * ready, when it has as many records as it was told to wait for, and, asked by a line, what went over its links.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { nodeClock } from '../../../electron/headless/node-ports.ts';
import { runPeer, type RunningPeer } from '../../../electron/headless/run-peer.ts';
import type { Transport } from '../../../shared/ports/transport.ts';
import { readLinkMessage } from '../../../shared/sync/link-message.ts';
import type { ReplicaLine, Sent } from './replica-line.ts';

const LOOK_EVERY_MS = 5;
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

const tellWhenComplete = async (
  running: RunningPeer,
  records: number,
  looking: { isOver: boolean },
): Promise<void> => {
  while (!looking.isOver && (await recordsIn(running)) < records)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  if (!looking.isOver) say({ event: 'complete', at: now() });
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      profile: { type: 'string', default: '' },
      listen: { type: 'string' },
      hub: { type: 'string', multiple: true, default: [] },
      records: { type: 'string', default: '0' },
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
  const looking = { isOver: false };
  const found = tellWhenComplete(running, Number(values.records), looking);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'quit') break;
    say({ event: 'sent', sent });
  }
  looking.isOver = true;
  await found;
  await running.stop();
  process.exit(0);
};

await main();
