import { searchContract } from '../testing/search-contract.ts';
import { createMemoryProjection } from './memory-projection.ts';

searchContract('memory', async () => {
  const projection = createMemoryProjection();
  const nothing = async (): Promise<void> => undefined;
  return { projection, queries: projection, search: projection.search, settled: nothing, dispose: nothing };
});
