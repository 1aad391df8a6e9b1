/** `npm run hub -- --port PORT [--host ADDRESS]`: the hub alone, as a meeting point. */
import { parseArgs } from 'node:util';

import { drop } from '../../shared/base/drop.ts';
import { createHub } from '../host/hub.ts';
import { listenHub } from '../host/hub-listener.ts';
import { readPort } from '../host/read-port.ts';

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });

try {
  const port = readPort('--port', values.port ?? '4444');
  const hub = createHub();
  const listener = await listenHub(hub, { port, ...(values.host === undefined ? {} : { host: values.host }) });
  console.log(`holdfast hub: listening on port ${listener.port}`);
  const stop = (): void => {
    hub.close();
    drop(
      listener.close().then(() => process.exit(0)),
      'closing the hub',
      (why, error) => {
        console.error(`holdfast hub: ${why} failed`, error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
