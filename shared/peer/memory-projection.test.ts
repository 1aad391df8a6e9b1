import { projectionContract } from '../testing/projection-contract.ts';
import { createMemoryProjection } from './memory-projection.ts';

projectionContract(
  'memory',
  async () => {
    const projection = createMemoryProjection();
    return { projection, queries: projection, dispose: async () => undefined };
  },
  [
    'a message put again with other content replaces the one before',
    'a community that is no longer named takes everything of it away; the others keep theirs',
  ],
);
