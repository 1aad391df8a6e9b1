/** A mention, by the name of now. A member's opens the profile, a channel's leads there. */
import type { Mention } from '../../../shared/model/mentions.ts';
import { useApp } from '../app-context.ts';
import { openCard } from '../members/open-card.ts';
import { strings } from '../strings.ts';
import type { Drawing } from './drawing.ts';

type MentionViewProps = { mention: Mention; drawing: Drawing };

export const MentionView = ({ mention, drawing }: MentionViewProps) => {
  const app = useApp();
  const { names, community, tabIndex, isLoud } = drawing;
  const name = names.nameOf(mention);
  const { markup } = strings;
  if (name === undefined) return <span className="mention mention-unknown">{markup.unknown[mention.kind]}</span>;
  switch (mention.kind) {
    case 'member':
      return (
        <button
          type="button"
          className={mention.id === names.me ? 'mention mention-me' : 'mention'}
          tabIndex={tabIndex}
          aria-label={markup.profileOf(name)}
          aria-haspopup="dialog"
          onClick={openCard(app.people, { id: mention.id, community })}
        >
          @<bdi>{name}</bdi>
        </button>
      );
    case 'channel':
      return (
        <button
          type="button"
          className="mention"
          tabIndex={tabIndex}
          aria-label={markup.goTo(name)}
          onClick={() => app.visit(community, mention.id)}
        >
          #<bdi>{name}</bdi>
        </button>
      );
    default:
      // from somebody who may not, it is nothing but words
      return (
        <span className={classOfCall(isLoud, mention.kind === 'everyone' || names.myRoles.includes(mention.id))}>
          @<bdi>{name}</bdi>
        </span>
      );
  }
};

const classOfCall = (isLoud: boolean, isMine: boolean): string => {
  if (!isLoud) return 'mention-quiet';
  return isMine ? 'mention mention-me' : 'mention';
};
