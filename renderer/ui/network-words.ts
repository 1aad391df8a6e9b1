/** The network line in words. */
import { assertNever } from '../../shared/base/assert-never.ts';
import type { NetworkLine } from '../app/network-line.ts';

/** @param time formats milliseconds since the epoch as a time of day */
export const networkWords = (line: NetworkLine, time: (at: number) => string): string => {
  switch (line.kind) {
    case 'starting':
      return 'Starting';
    case 'host-stopped':
      return "This device's Holdfast host has stopped: nothing can be saved. Your text is kept; sending resumes when it is back";
    case 'servers-unreachable': {
      const outage = `Servers unreachable since ${time(line.since)}`;
      if (line.connected === 0) return `${outage}; saved here`;
      const how = line.route === 'local-network' ? 'over your local network' : 'directly';
      return `${outage}; still connected to ${line.connected} of ${line.others} ${how}`;
    }
    case 'catching-up':
      return `Catching up ${line.missing.toLocaleString('en')}`;
    case 'connected':
      return `Connected to ${line.connected} of ${line.others}`;
    case 'looking':
      return 'Looking for peers';
    case 'alone':
      return 'Only you here so far';
    case 'ready':
      return 'Ready to connect';
    case 'offline':
      return 'Offline, saved here';
    default:
      return assertNever(line);
  }
};

/** How the line is coloured and which sign it has. */
export const networkTone = (line: NetworkLine): 'good' | 'busy' | 'quiet' | 'warn' | 'bad' => {
  if (line.kind === 'host-stopped') return 'bad';
  if (line.kind === 'servers-unreachable') return 'warn';
  if (line.kind === 'connected') return 'good';
  return line.kind === 'offline' || line.kind === 'alone' || line.kind === 'ready' ? 'quiet' : 'busy';
};
