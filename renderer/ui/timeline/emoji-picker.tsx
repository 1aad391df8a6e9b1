/** A few common emoji, and a field for any other. */
import { type SubmitEvent, useState } from 'react';

import { COMMON_EMOJI, oneEmoji } from '../../app/one-emoji.ts';
import { Field } from '../primitives/field.tsx';
import { Popover, type Spot } from '../primitives/popover.tsx';
import { useRoving } from '../primitives/use-roving.ts';
import { strings } from '../strings.ts';

type EmojiPickerProps = { at: Spot; onChoose: (emoji: string) => void; onClose: () => void };

export const EmojiPicker = ({ at, onChoose, onClose }: EmojiPickerProps) => {
  const roving = useRoving(COMMON_EMOJI, COMMON_EMOJI[0], 'horizontal');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const emoji = oneEmoji(typed);
    if (emoji === undefined) setError(strings.reactions.notOne);
    else onChoose(emoji);
  };
  return (
    <Popover at={at} role="dialog" label={strings.reactions.pick} onClose={onClose}>
      <form className="picker" noValidate onSubmit={submit}>
        <div className="picker-common" role="toolbar" aria-label={strings.reactions.pick} {...roving.listProps}>
          {COMMON_EMOJI.map((emoji) => (
            <button
              key={emoji}
              type="button"
              className="picker-emoji emoji"
              onClick={() => onChoose(emoji)}
              {...roving.itemProps(emoji)}
            >
              {emoji}
            </button>
          ))}
        </div>
        <Field
          label={strings.reactions.other}
          hint={strings.reactions.otherHint}
          error={error}
          value={typed}
          maxLength={32}
          onText={setTyped}
        />
      </form>
    </Popover>
  );
};
