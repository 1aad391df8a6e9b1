/** Whether others are told that this person is online, and typing. Both are in force at once. */
import { useApp, useStore } from '../app-context.ts';
import { Check } from '../primitives/check.tsx';
import { strings } from '../strings.ts';
import { Setting } from './setting.tsx';

export const PresenceChecks = () => {
  const { preferences } = useApp();
  const { isInvisible, hidesTyping } = useStore(preferences);
  return (
    <>
      <Setting name="invisible">
        <Check
          label={strings.status.invisible}
          hint={strings.status.invisibleHint}
          checked={isInvisible}
          onChange={(checked) => preferences.change({ isInvisible: checked })}
        />
      </Setting>
      <Setting name="typing">
        <Check
          label={strings.status.hidesTyping}
          checked={hidesTyping}
          onChange={(checked) => preferences.change({ hidesTyping: checked })}
        />
      </Setting>
    </>
  );
};
