import { projectionContract } from '../testing/projection-contract.ts';
import { createMemoryProjection } from './memory-projection.ts';

projectionContract('memory', async () => {
  const projection = createMemoryProjection();
  return { projection, queries: projection, dispose: async () => undefined };
});
