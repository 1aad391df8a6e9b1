/** Ids that a record names. Along a lane they are mostly the very same bytes, so each is written out once. */
import { type OpId, opId } from '../base/ids.ts';
import type { Envelope } from './record.ts';

const written = new WeakMap<Uint8Array, OpId>();
const heads = new WeakMap<readonly Uint8Array[], readonly OpId[]>();

export const epochIdOf = ({ epoch }: Pick<Envelope, 'epoch'>): OpId => {
  const held = written.get(epoch);
  if (held !== undefined) return held;
  const id = opId(epoch);
  written.set(epoch, id);
  return id;
};

export const govIdsOf = ({ gov }: Pick<Envelope, 'gov'>): readonly OpId[] => {
  const held = heads.get(gov);
  if (held !== undefined) return held;
  const ids = gov.map(opId);
  heads.set(gov, ids);
  return ids;
};
