import { describe, expect, test } from 'vitest';

import { createDraftKeeper, draftKey } from './draft-keeper.ts';
import { draftsOf, GENERAL, handClock, KELP, QUIET, REEF, reportsOf } from './testing/page-cast.ts';

const HERE = draftKey(KELP, GENERAL);
const THERE = draftKey(KELP, QUIET);

const openKeeper = (first: Readonly<Record<string, string>> = {}) => {
  const drafts = draftsOf(first);
  const clock = handClock();
  const reports = reportsOf();
  return { keeper: createDraftKeeper(drafts, clock.after, reports.report), drafts, clock, reports };
};

/** Every state of the text on the way to the whole of it. */
const type = (note: (text: string) => void, text: string): void => {
  for (let end = 1; end <= text.length; end += 1) note(text.slice(0, end));
};

describe('alice types', () => {
  test('her first key is on its way to the disk at once, the next ones together', () => {
    const { keeper, drafts, clock } = openKeeper();
    type((text) => keeper.note(HERE, text), 'hello');
    expect(drafts.writes).toEqual(['h']);
    clock.pass(149);
    expect(drafts.writes).toEqual(['h']);
    clock.pass(1);
    expect(drafts.writes).toEqual(['h', 'hello']);
    clock.pass(1_000);
    expect(drafts.writes).toEqual(['h', 'hello']);
    expect(clock.pending()).toBe(0);
  });

  test('without a pause, every 150 ms, and at once again after one', () => {
    const { keeper, drafts, clock } = openKeeper();
    for (let n = 0; n < 31; n += 1) {
      keeper.note(HERE, `text ${n}`);
      clock.pass(10);
    }
    expect(drafts.writes).toEqual(['text 0', 'text 14', 'text 29']);
    clock.pass(500);
    expect(drafts.writes.at(-1)).toBe('text 30');
    keeper.note(HERE, 'after the pause');
    expect(drafts.writes.at(-1)).toBe('after the pause');
  });

  test('in two channels within a moment, both are kept', () => {
    const { keeper, drafts, clock } = openKeeper();
    keeper.note(HERE, 'one');
    keeper.note(THERE, 'two');
    clock.pass(150);
    expect(Object.fromEntries(drafts.held)).toEqual({ [HERE]: 'one', [THERE]: 'two' });
  });

  test('and sends: the emptied box is emptied on disk', () => {
    const { keeper, drafts } = openKeeper();
    keeper.note(HERE, 'hello');
    keeper.note(HERE, '');
    keeper.flush();
    expect(drafts.held.has(HERE)).toBe(false);
  });

  test('flushing writes what is unwritten, once', () => {
    const { keeper, drafts, clock } = openKeeper();
    type((text) => keeper.note(HERE, text), 'hey');
    keeper.flush();
    expect(drafts.writes).toEqual(['h', 'hey']);
    keeper.flush();
    clock.pass(150);
    expect(drafts.writes).toEqual(['h', 'hey']);
  });

  test('closing writes the rest and leaves nothing running', () => {
    const { keeper, drafts, clock } = openKeeper();
    type((text) => keeper.note(HERE, text), 'hey');
    keeper.dispose();
    expect(drafts.held.get(HERE)).toBe('hey');
    expect(clock.pending()).toBe(0);
  });

  test('a disk that is full is reported, and her text is still here', async () => {
    const { keeper, drafts, clock, reports } = openKeeper();
    drafts.fault = new Error('the disk is full');
    keeper.note(HERE, 'hello');
    await Promise.resolve();
    expect(reports.said).toEqual(['saving a draft']);
    expect(await keeper.load(HERE)).toBe('hello');
    drafts.fault = undefined;
    keeper.note(HERE, 'hello again');
    clock.pass(150);
    expect(drafts.held.get(HERE)).toBe('hello again');
  });
});

describe('alice comes back to a channel', () => {
  test('after a restart: her draft is read from the disk', async () => {
    const { keeper } = openKeeper({ [HERE]: 'half a sent' });
    expect(await keeper.load(HERE)).toBe('half a sent');
    expect(await keeper.load(THERE)).toBe('');
  });

  test('in the same session: what she typed, also before it is written', async () => {
    const { keeper } = openKeeper({ [HERE]: 'old' });
    type((text) => keeper.note(HERE, text), 'new');
    expect(await keeper.load(HERE)).toBe('new');
  });

  test('what she types while the draft is being read wins, even if she empties the box', async () => {
    const { keeper, drafts, clock } = openKeeper({ [HERE]: 'from disk', [THERE]: 'from disk' });
    const loads = [keeper.load(HERE), keeper.load(THERE)];
    keeper.note(HERE, 'typed');
    keeper.note(THERE, '');
    expect(await Promise.all(loads)).toEqual(['typed', '']);
    clock.pass(150);
    expect(Object.fromEntries(drafts.held)).toEqual({ [HERE]: 'typed' });
    expect(keeper.filled.get()).toEqual(new Set([HERE]));
  });

  test('reading a draft does not write it', async () => {
    const { keeper, drafts, clock } = openKeeper({ [HERE]: 'from disk' });
    await keeper.load(HERE);
    keeper.flush();
    clock.pass(1_000);
    expect(drafts.writes).toEqual([]);
  });
});

describe('the channel list marks drafts', () => {
  test('that hold more than blanks, for as long as they do', async () => {
    const { keeper } = openKeeper({ [THERE]: 'from disk' });
    expect(keeper.filled.get().size).toBe(0);
    await keeper.load(THERE);
    keeper.note(HERE, '  \n');
    expect(keeper.filled.get()).toEqual(new Set([THERE]));
    keeper.note(HERE, '  x');
    expect(keeper.filled.get()).toEqual(new Set([THERE, HERE]));
    keeper.note(THERE, '');
    expect(keeper.filled.get()).toEqual(new Set([HERE]));
  });

  test('and is told only when a mark changes', () => {
    const { keeper } = openKeeper();
    let told = 0;
    keeper.filled.subscribe(() => {
      told += 1;
    });
    type((text) => keeper.note(HERE, text), 'hello');
    expect(told).toBe(1);
    keeper.note(HERE, '');
    expect(told).toBe(2);
  });
});

test('each channel of each community has a draft of its own', () => {
  expect(new Set([HERE, THERE, draftKey(REEF, GENERAL), draftKey(REEF, QUIET)]).size).toBe(4);
});
