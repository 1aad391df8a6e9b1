/** One of a few, side by side, each seen at once. */
import { useId } from 'react';

type ChoiceRowProps<T extends string> = {
  label: string;
  hint?: string;
  options: readonly T[];
  names: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
};

export const ChoiceRow = <T extends string>({ label, hint, options, names, value, onChange }: ChoiceRowProps<T>) => {
  const name = useId();
  const hintId = useId();
  return (
    <fieldset className="themes" aria-describedby={hint === undefined ? undefined : hintId}>
      <legend>{label}</legend>
      <div className="themes-row">
        {options.map((option) => (
          <label key={option} className="theme">
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onChange(option)}
            />
            <span>{names[option]}</span>
          </label>
        ))}
      </div>
      {hint === undefined ? null : (
        <p id={hintId} className="field-note">
          {hint}
        </p>
      )}
    </fieldset>
  );
};
