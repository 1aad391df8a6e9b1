/** What `GET /health` says: how this hub is, for who runs it. Numbers only: no topic, no address. */
import type { Hub, HubStats } from '../host/hub.ts';
import { VERSION } from '../host/version.ts';
import type { Broker, BrokerHealth } from './redis-broker.ts';

export type HubHealth = HubStats & {
  version: string;
  uptimeSeconds: number;
  /** What the whole process takes of the machine's memory. */
  memoryBytes: number;
  limits: Pick<Hub['limits'], 'sockets' | 'topics' | 'subscriptions'>;
  broker: BrokerHealth | { state: 'none' };
};

export const hubHealth = (hub: Hub, broker: Broker | undefined): HubHealth => ({
  version: VERSION,
  uptimeSeconds: Math.floor(process.uptime()),
  memoryBytes: process.memoryUsage.rss(),
  ...hub.stats(),
  limits: {
    sockets: hub.limits.sockets,
    topics: hub.limits.topics,
    subscriptions: hub.limits.subscriptions,
  },
  broker: broker?.health() ?? { state: 'none' },
});
