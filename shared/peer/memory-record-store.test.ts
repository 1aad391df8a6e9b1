import { recordStoreContract } from '../testing/record-store-contract.ts';
import { createMemoryRecordStore } from './memory-record-store.ts';

recordStoreContract('memory', 'nothing', async () => ({
  store: createMemoryRecordStore(),
  reopen: async () => createMemoryRecordStore(),
  dispose: async () => undefined,
}));
