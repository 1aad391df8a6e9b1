import 'fake-indexeddb/auto';

import { projectionContract } from '../../shared/testing/projection-contract.ts';
import { openDatabase } from './database.ts';
import { createDexieProjection } from './dexie-projection.ts';
import { createDexieQueries } from './dexie-queries.ts';

projectionContract('Dexie', async () => {
  const database = openDatabase();
  return {
    projection: createDexieProjection(database),
    queries: createDexieQueries(database),
    dispose: () => database.delete(),
  };
});
