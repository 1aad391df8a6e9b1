import { useId } from 'react';

import './field.css';

type SelectProps = {
  label: string;
  hint?: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
};

export const Select = ({ label, hint, value, options, onChange }: SelectProps) => {
  const id = useId();
  const noteId = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field-input select"
        value={value}
        aria-describedby={hint === undefined ? undefined : noteId}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <p id={noteId} className="field-note">
          {hint}
        </p>
      )}
    </div>
  );
};
