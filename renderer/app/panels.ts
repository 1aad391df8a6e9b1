/** What stands beside the conversation, and what comes over it because the window is too narrow for that. */
import { createStore, type ReadableStore } from './store.ts';

/** What there is room for: all columns, all but the members, or the conversation alone. */
export type Room = 'all' | 'no-members' | 'conversation';
/** Members at one side; communities and channels at the other. */
export type Panel = 'members' | 'places';

/** In CSS pixels: zooming in narrows the window. */
const MEMBERS_FROM = 800;
const PLACES_FROM = 640;

export type Panels = {
  room: ReadableStore<Room>;
  /** The one that is over the conversation. */
  over: ReadableStore<Panel | undefined>;
  /** @param width of the window */
  fit: (width: number) => void;
  toggle: (panel: Panel) => void;
  /** @returns whether one was open */
  close: () => boolean;
};

export const createPanels = (): Panels => {
  const room = createStore<Room>('all');
  const over = createStore<Panel | undefined>(undefined);
  return {
    room,
    over,
    fit: (width) => {
      room.set(roomIn(width));
      over.update((panel) => (panel !== undefined && isBeside(panel, room.get()) ? undefined : panel));
    },
    toggle: (panel) => over.update((now) => (now === panel || isBeside(panel, room.get()) ? undefined : panel)),
    close: () => {
      const wasOpen = over.get() !== undefined;
      over.set(undefined);
      return wasOpen;
    },
  };
};

const roomIn = (width: number): Room => {
  if (width >= MEMBERS_FROM) return 'all';
  return width >= PLACES_FROM ? 'no-members' : 'conversation';
};

const isBeside = (panel: Panel, room: Room): boolean => room === 'all' || (panel === 'places' && room === 'no-members');
