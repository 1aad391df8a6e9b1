/** Tells the app of members whose presence has changed, several together. */
import type { DeviceId, MemberId } from '../base/ids.ts';
import type { PresenceView } from '../model/presence.ts';
import type { Community } from './community.ts';
import type { PresenceBook } from './presence-book.ts';
import type { Soon } from './soon.ts';

const TELL_MS = 250;
const OFFLINE = 'offline ';

export const createPresenceTeller = (
  { book, soon, tell }: { book: PresenceBook; soon: Soon; tell: (changed: readonly PresenceView[]) => void },
  { identity: { member: me }, state }: Pick<Community, 'identity' | 'state'>,
): { changed: (device: DeviceId) => void; shown: () => PresenceView[] } => {
  const told = new Map<MemberId, string>();
  const waiting = new Set<MemberId>();

  const isNews = ({ member, ...view }: PresenceView): boolean => {
    const words = `${view.state} ${view.status}`;
    const isNew = words !== (told.get(member) ?? OFFLINE);
    told.set(member, words);
    return isNew;
  };
  const tellAll = (): void => {
    const views = [...waiting].map(book.of).filter(isNews);
    waiting.clear();
    if (views.length > 0) tell(views);
  };
  return {
    changed: (device) => {
      const member = state()?.devices.get(device)?.member;
      if (member === undefined || member === me) return;
      waiting.add(member);
      soon('tell', TELL_MS, tellAll);
    },
    shown: () =>
      [...(state()?.members.keys() ?? [])]
        .filter((member) => member !== me)
        .map(book.of)
        .filter((view) => view.state !== 'offline'),
  };
};
