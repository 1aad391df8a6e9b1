/** Who reacted with what. A click adds the own reaction, or takes it back. */
import type { MessageView } from '../../../shared/model/views.ts';
import { strings } from '../strings.ts';
import { type MessagePlace, nameIn } from './message-place.ts';

type ReactionsProps = {
  place: MessagePlace;
  message: MessageView;
  mayReact: boolean;
  react: (emoji: string, on: boolean) => void;
};

export const Reactions = ({ place, message, mayReact, react }: ReactionsProps) => {
  const { me } = place.community;
  const { reactions } = message;
  if (reactions === undefined) return null;
  return (
    <ul className="reactions" aria-label={strings.reactions.list}>
      {reactions.map(({ emoji, by }) => {
        const names = by.map((who) =>
          who === me ? strings.reactions.you : nameIn(place, who, strings.message.somebody),
        );
        const isMine = me !== undefined && by.includes(me);
        return (
          <li key={emoji}>
            <button
              type="button"
              tabIndex={-1}
              className="reaction"
              aria-pressed={isMine}
              title={strings.reactions.who(emoji, names.join(', '))}
              disabled={!mayReact}
              onClick={() => react(emoji, !isMine)}
            >
              <span className="emoji">{emoji}</span>
              <span className="reaction-count">{by.length}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
};
