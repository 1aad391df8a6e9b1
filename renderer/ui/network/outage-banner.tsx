/** Says on top of the conversation what has failed and what that means; the network line says it too, shorter. */
import type { CommunityView } from '../../../shared/model/views.ts';
import { senseOfOutage } from '../../app/outage.ts';
import { useApp, useStore } from '../app-context.ts';
import { Banner } from '../primitives/banner.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { outageText } from '../strings-network.ts';
import { sinceWhen } from '../time-words.ts';

export const OutageBanner = ({ community }: { community: CommunityView | undefined }) => {
  const { services, outage, dialog } = useApp();
  const status = useStore(services.status);
  const since = useStore(outage.shown);
  const details = (
    <Button look="quiet" onClick={() => dialog.set({ kind: 'network' })}>
      {strings.outage.details}
    </Button>
  );
  if (status?.host.state === 'down') {
    return (
      <Banner tone="bad" title={strings.banner.hostTitle} text={strings.banner.hostText}>
        {details}
      </Banner>
    );
  }
  if (status?.disk === 'full') {
    return (
      <Banner tone="bad" title={strings.banner.diskTitle} text={strings.banner.diskText}>
        {details}
      </Banner>
    );
  }
  const sense = status && senseOfOutage(status, community);
  if (since === undefined || sense === undefined) return null;
  return (
    <Banner
      tone="calm"
      title={strings.outage.title(sinceWhen(since, services.now()))}
      text={outageText(sense)}
      onDismiss={outage.dismiss}
    >
      {details}
    </Banner>
  );
};
