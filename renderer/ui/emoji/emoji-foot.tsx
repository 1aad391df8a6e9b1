/** What the chosen emoji is called, and which skin tone is used. */
import { type EmojiEntry, inTone } from '../../app/emoji/emoji-book.ts';
import { useApp } from '../app-context.ts';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';

type EmojiFootProps = { entry: EmojiEntry | undefined; tone: number };

const HANDS = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'] as const;
const KEYS = HANDS.map((_, tone) => String(tone));

export const EmojiFoot = ({ entry, tone }: EmojiFootProps) => {
  const { preferences } = useApp();
  const roving = useRoving(KEYS, String(tone), 'horizontal');
  return (
    <div className="emoji-foot">
      <span className="emoji emoji-large" aria-hidden>
        {entry === undefined ? '' : inTone(entry, tone)}
      </span>
      <span className="emoji-words">
        <span className="cut">{entry?.name ?? ''}</span>
        <span className="cut dim small">{entry?.codes[0] === undefined ? '' : `:${entry.codes[0]}:`}</span>
      </span>
      <div className="emoji-tones" role="radiogroup" aria-label={strings.emoji.skinTone} {...roving.listProps}>
        {HANDS.map((hand, at) => (
          <button
            key={hand}
            type="button"
            role="radio"
            className="emoji-tone emoji"
            aria-checked={at === tone}
            aria-label={strings.emoji.skinTones[at]}
            title={strings.emoji.skinTones[at]}
            onClick={() => preferences.change({ skinTone: at })}
            {...roving.itemProps(String(at))}
          >
            {hand}
          </button>
        ))}
      </div>
    </div>
  );
};
