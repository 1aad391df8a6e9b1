/** A box that chooses from a list beside it: the focus stays in the box, arrows move in the list, Enter takes what is chosen. */
import { type ComponentProps, type KeyboardEvent, type RefObject, useEffect } from 'react';

type ComboBoxProps = Pick<ComponentProps<'input'>, 'className' | 'aria-label' | 'placeholder' | 'maxLength'> & {
  box: RefObject<HTMLInputElement | null>;
  /** The id of the list; its options have those of `optionId`. */
  list: string;
  /** Of options. */
  count: number;
  chosen: number;
  /** Whether one comes from the last to the first, and back. */
  wraps?: boolean;
  text: string;
  onText: (text: string) => void;
  onChoose: (at: number) => void;
  onTake: (at: number) => void;
  /** By Escape, while something is typed; without it Escape goes further. */
  onClear?: () => void;
};

export const optionId = (list: string, at: number): string => `${list}-${at}`;

export const ComboBox = (props: ComboBoxProps) => {
  const { box, list, count, chosen, wraps = false, text, onText, onChoose, onTake, onClear, ...rest } = props;
  useEffect(() => {
    document.getElementById(optionId(list, chosen))?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen]);
  const step = (by: 1 | -1): void => {
    const last = Math.max(0, count - 1);
    const next = chosen + by;
    if (next >= 0 && next <= last) onChoose(next);
    else if (wraps) onChoose(next < 0 ? last : 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter may end a word of an input method
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && chosen < count) onTake(chosen);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Escape' && text !== '' && onClear !== undefined) onClear();
    else return;
    event.preventDefault();
  };
  return (
    <input
      {...rest}
      ref={box}
      role="combobox"
      aria-expanded={count > 0}
      aria-controls={list}
      aria-autocomplete="list"
      aria-activedescendant={count > 0 ? optionId(list, chosen) : undefined}
      autoComplete="off"
      spellCheck={false}
      dir="auto"
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
};
