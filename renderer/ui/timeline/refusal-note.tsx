/** What the core would not do, over the end of the timeline, until it is put away or something else is done. */
import { Banner } from '../primitives/banner.tsx';
import { useApp, useStore } from '../app-context.ts';
import { strings } from '../strings.ts';

export const RefusalNote = () => {
  const { refusal } = useApp().messages;
  const words = useStore(refusal);
  return words === undefined ? null : (
    <div className="refusal">
      <Banner tone="bad" title={strings.refused} text={words} onDismiss={() => refusal.set(undefined)} />
    </div>
  );
};
