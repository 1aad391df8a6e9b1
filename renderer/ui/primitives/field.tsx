import { type ComponentProps, useId } from 'react';

import { useAutoFocus } from './use-auto-focus.ts';
import './field.css';

type FieldProps = Omit<ComponentProps<'input'>, 'className' | 'id' | 'onChange'> & {
  label: string;
  hint?: string;
  /** What is wrong with the text, and what to do. */
  error?: string | undefined;
  onText: (text: string) => void;
  mono?: boolean;
  /** Texts that the browser offers to complete it with. */
  suggestions?: readonly string[];
};

export const Field = ({ label, hint, error, onText, mono, autoFocus, suggestions = [], ...rest }: FieldProps) => {
  const ref = useAutoFocus<HTMLInputElement>(autoFocus);
  const id = useId();
  const noteId = useId();
  const listId = useId();
  const note = error ?? hint;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        ref={ref}
        id={id}
        className={mono === true ? 'field-input field-mono' : 'field-input'}
        aria-invalid={error !== undefined}
        aria-describedby={note === undefined ? undefined : noteId}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        list={suggestions.length === 0 ? undefined : listId}
        onChange={(event) => onText(event.target.value)}
        {...rest}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={listId}>
          {suggestions.map((text) => (
            <option key={text}>{text}</option>
          ))}
        </datalist>
      )}
      {note === undefined ? null : (
        <p
          id={noteId}
          className={error === undefined ? 'field-note' : 'field-note field-error'}
          role={error === undefined ? undefined : 'alert'}
        >
          {note}
        </p>
      )}
    </div>
  );
};

type TextAreaProps = {
  label: string;
  hint?: string;
  value: string;
  maxLength: number;
  rows?: number;
  autoFocus?: boolean;
  readOnly?: boolean;
  mono?: boolean;
  'data-testid'?: string;
  onText: (text: string) => void;
};

export const TextArea = ({ label, hint, rows = 3, mono, onText, autoFocus, ...rest }: TextAreaProps) => {
  const ref = useAutoFocus<HTMLTextAreaElement>(autoFocus);
  const id = useId();
  const noteId = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        ref={ref}
        id={id}
        className={`field-input field-area scroll${mono === true ? ' field-mono' : ''}`}
        rows={rows}
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        aria-describedby={hint === undefined ? undefined : noteId}
        onChange={(event) => onText(event.target.value)}
        {...rest}
      />
      {hint === undefined ? null : (
        <p id={noteId} className="field-note">
          {hint}
        </p>
      )}
    </div>
  );
};
