import { useId } from 'react';

import './check.css';

type CheckProps = {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
};

/** A box to tick, with a line about what it means. */
export const Check = ({ label, hint, checked, disabled, onChange }: CheckProps) => {
  const hintId = useId();
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="check-words">
        <span dir="auto">{label}</span>
        {hint === undefined ? null : (
          <span id={hintId} className="field-note">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
};
