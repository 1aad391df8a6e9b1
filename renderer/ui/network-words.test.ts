import { describe, expect, test } from 'vitest';

import type { NetworkLine } from '../app/network-line.ts';
import { networkTone, networkWords } from './network-words.ts';

const time = (at: number): string => `time ${at}`;
const outage = (connected: number, route: 'direct' | 'local-network'): NetworkLine => ({
  kind: 'servers-unreachable',
  since: 4_000,
  connected,
  others: 3,
  route,
});

describe('the network line in words', () => {
  test.each<[NetworkLine, string, string]>([
    [{ kind: 'starting' }, 'Starting', 'busy'],
    [outage(2, 'direct'), 'Servers unreachable since time 4000; still connected to 2 of 3 directly', 'warn'],
    [
      outage(2, 'local-network'),
      'Servers unreachable since time 4000; still connected to 2 of 3 over your local network',
      'warn',
    ],
    [outage(0, 'direct'), 'Servers unreachable since time 4000; saved here', 'warn'],
    [{ kind: 'catching-up', missing: 12_345 }, 'Catching up 12,345', 'busy'],
    [{ kind: 'connected', connected: 1, others: 3 }, 'Connected to 1 of 3', 'good'],
    [{ kind: 'looking' }, 'Looking for peers', 'busy'],
    [{ kind: 'alone' }, 'Only you here so far', 'quiet'],
    [{ kind: 'ready' }, 'Ready to connect', 'quiet'],
    [{ kind: 'offline' }, 'Offline, saved here', 'quiet'],
  ])('%j', (line, words, tone) => {
    expect(networkWords(line, time)).toBe(words);
    expect(networkTone(line)).toBe(tone);
  });

  test('a host that stopped: says that nothing can be saved and that the text is kept', () => {
    const words = networkWords({ kind: 'host-stopped' }, time);
    expect(words).toContain('nothing can be saved');
    expect(words).toContain('Your text is kept');
    expect(networkTone({ kind: 'host-stopped' })).toBe('bad');
  });
});
