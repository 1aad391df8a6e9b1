import type { CommunityView } from '../../shared/model/views.ts';
import { strings } from './strings.ts';

/** @returns e.g. `You were banned from Kelp by Alice: spam.` */
export const removedSentence = ({ name, removal }: Pick<CommunityView, 'name' | 'removal'>): string => {
  if (removal === undefined || removal.how === 'left') return strings.removed.left(name);
  if (removal.how === 'device-removed') return `${strings.removed.device(name)}.`;
  const by = removal.byName ?? strings.removed.somebody;
  const said = strings.removed[removal.how](name, by);
  return removal.reason === undefined || removal.reason === '' ? `${said}.` : `${said}: ${removal.reason}.`;
};
