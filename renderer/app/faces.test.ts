import { expect, test } from 'vitest';

import { eventually } from '../../shared/testing/eventually.ts';
import { createFaces } from './faces.ts';

/** A page in which pictures are kept by hand. */
const page = () => {
  const reads: string[] = [];
  const open = new Set<string>();
  const failures: unknown[] = [];
  let tell: (shown: ReadonlyMap<string, string>) => void = () => undefined;
  const faces = createFaces(
    {
      shown: () => Promise.reject(new Error('not asked for here')),
      read: async (hash) => {
        reads.push(hash);
        if (hash === 'broken') throw new Error('the database is gone');
        return Uint8Array.of(hash.length);
      },
      address: () => {
        const address = `blob:${reads.length}`;
        open.add(address);
        return address;
      },
      letGo: (address) => void open.delete(address),
    },
    () => ({
      subscribe: (listener) => {
        tell = listener as typeof tell;
        return { unsubscribe: () => undefined };
      },
    }),
    (_, error) => failures.push(error),
  );
  return {
    faces,
    reads,
    open,
    failures,
    tell: (shown: Record<string, string>) => tell(new Map(Object.entries(shown))),
  };
};

test('a picture is read when its member is shown, once for all places, and told to each', async () => {
  const { faces, reads, tell } = page();
  tell({ alice: 'a', bob: 'b' });
  const told: string[] = [];
  faces.show('alice', () => told.push('row'));
  faces.show('alice', () => told.push('card'));
  expect(faces.of('alice')).toBeUndefined();
  await eventually(() => expect(told).toEqual(['row', 'card']));
  expect(faces.of('alice')).toBe('blob:1');
  faces.show('alice', () => told.push('late'));
  expect(reads).toEqual(['a']);
  expect(faces.of('bob')).toBeUndefined();
});

test('who takes another picture is shown with it, and the first is let go', async () => {
  const { faces, open, tell } = page();
  const told: (string | undefined)[] = [];
  faces.show('alice', () => told.push(faces.of('alice')));
  tell({ alice: 'a' });
  await eventually(() => expect(told.at(-1)).toBe('blob:1'));
  tell({ alice: 'b' });
  expect(open).toEqual(new Set());
  await eventually(() => expect(told.at(-1)).toBe('blob:2'));
  tell({});
  expect(told.at(-1)).toBeUndefined();
  expect(open).toEqual(new Set());
});

test('one that is nobody’s any more when it was read is not kept', async () => {
  const { faces, reads, open, tell } = page();
  tell({ alice: 'a' });
  faces.show('alice', () => undefined);
  tell({});
  tell({ alice: 'b' });
  await eventually(() => expect(faces.of('alice')).toBe('blob:2'));
  expect(reads).toEqual(['a', 'b']);
  expect(open).toEqual(new Set(['blob:2']));
});

test('who is not shown any more hears nothing, and the end lets all go', async () => {
  const { faces, open, tell } = page();
  tell({ alice: 'a' });
  const told: string[] = [];
  const hide = faces.show('alice', () => told.push('gone'));
  faces.show('alice', () => told.push('still here'));
  hide();
  await eventually(() => expect(told).toEqual(['still here']));
  expect(open.size).toBe(1);
  faces.dispose();
  expect(open.size).toBe(0);
});

test('what cannot be read is reported, and drawn', async () => {
  const { faces, failures, tell } = page();
  tell({ alice: 'broken' });
  faces.show('alice', () => undefined);
  await eventually(() => expect(failures).toHaveLength(1));
  expect(faces.of('alice')).toBeUndefined();
});
