/** `npm run hub`: the hub alone, as a meeting point. `--help` says what it can be told; docs/hub.md how to run one. */
import { drop } from '../../shared/base/drop.ts';
import { createHub } from '../host/hub.ts';
import { listenHub } from '../host/hub-listener.ts';
import { type HubArguments, HELP, readHubArguments } from './hub-arguments.ts';
import { hubHealth } from './hub-health.ts';
import { openRedisBroker } from './redis-broker.ts';

const complain = (line: string): void => console.error(`holdfast hub: ${line}`);

const run = async ({ port, host, broker: brokerUrl, behindProxy, limits }: HubArguments): Promise<void> => {
  const hub = createHub({ limits });
  const broker = brokerUrl === undefined ? undefined : openRedisBroker(hub, brokerUrl, { say: complain });
  const listener = await listenHub(hub, {
    port,
    behindProxy,
    health: () => hubHealth(hub, broker),
    ...(host === undefined ? {} : { host }),
  });
  console.log(`holdfast hub: listening on port ${listener.port}`);
  const stop = (): void => {
    broker?.close();
    hub.close();
    drop(
      listener.close().then(() => process.exit(0)),
      'closing the hub',
      (why, error) => {
        complain(`${why} failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
};

try {
  const wanted = readHubArguments(process.argv.slice(2), process.env);
  if (wanted === 'help') console.log(HELP);
  else await run(wanted);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
