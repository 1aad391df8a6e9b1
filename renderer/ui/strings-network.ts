/** Words about outages and incident notes. Part of the one table in strings.ts. */
import type { OutageSense } from '../app/outage.ts';

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

export const networkStrings = {
  outage: {
    title: (time: string) => `No server has been reachable since ${time}`,
    details: 'What works right now',
  },

  note: {
    title: 'Note for everyone',
    by: (name: string) => `from ${name}`,
    somebody: 'somebody',
    write: 'Write a note for everyone',
    change: 'Write another note',
    takeAway: 'Take the note away',
    label: 'Note for everyone',
    hint: 'What happened, and how people can reach each other now. Everybody sees it in this view, also those it reaches only through others.',
    missing: 'Write the note first.',
    post: 'Post the note',
    /** In the network line. */
    bar: (name: string) => `Note from ${name}`,
    barNew: (name: string) => `New note from ${name}`,
  },
} as const;

export const outageText = (sense: OutageSense): string => {
  switch (sense.kind) {
    case 'connected': {
      const through = `You are connected to ${plural(sense.connected, 'member', 'members')} directly: messages go through.`;
      if (sense.connected >= sense.others) return through;
      const others = sense.lan ? 'People who are not on your local network' : 'Others';
      return `${through} ${others} may not be found; connect them by codes.`;
    }
    case 'nobody':
      return 'Nobody can be reached right now. What you write is saved here and is delivered when someone is back.';
    case 'alone':
      return 'You are the only member so far. People on your local network can still join; let others in by codes.';
    case 'joining':
      return 'Your request stays saved, and Holdfast goes on asking. If your inviter is at hand, connect by codes.';
    case 'no-community':
      return 'You can create a community all the same. To join one, ask your inviter for a code instead of a link.';
  }
};
