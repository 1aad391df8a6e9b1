/** "Your name", kept in the preferences and proposed wherever a community asks for it. */
import { useApp, useStore } from '../app-context.ts';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';

const MAX_NAME = 64;

/** @returns what is wrong with the name, if anything */
export const memberNameError = (name: string): string | undefined => {
  if (name.trim() === '') return strings.welcome.nameMissing;
  return Array.from(name.trim()).length > MAX_NAME ? strings.welcome.nameTooLong : undefined;
};

type MemberNameFieldProps = { showError: boolean; autoFocus?: boolean };

export const MemberNameField = ({ showError, autoFocus }: MemberNameFieldProps) => {
  const { preferences } = useApp();
  const { memberName } = useStore(preferences);
  return (
    <Field
      label={strings.welcome.name}
      hint={strings.welcome.nameHint}
      error={showError ? memberNameError(memberName) : undefined}
      value={memberName}
      maxLength={MAX_NAME}
      autoFocus={autoFocus}
      autoComplete="nickname"
      onText={(text) => preferences.change({ memberName: text })}
    />
  );
};
