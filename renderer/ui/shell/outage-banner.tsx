/** Says on top of the conversation what has failed and what that means; the network line says it too, shorter. */
import { useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { networkLine } from '../../app/network-line.ts';
import { useApp, useStore } from '../app-context.ts';
import { Banner } from '../primitives/banner.tsx';
import { strings } from '../strings.ts';
import { timeOfDay } from '../time-words.ts';

export const OutageBanner = ({ community }: { community: CommunityView | undefined }) => {
  const { services } = useApp();
  const line = networkLine(useStore(services.status), community);
  const [dismissed, setDismissed] = useState<number>();
  if (line.kind === 'host-stopped') {
    return <Banner tone="bad" title={strings.banner.hostTitle} text={strings.banner.hostText} />;
  }
  if (line.kind !== 'servers-unreachable' || line.since === dismissed) return null;
  return (
    <Banner
      tone="warn"
      title={strings.banner.serversTitle(timeOfDay(line.since))}
      text={line.connected > 0 ? strings.banner.serversConnected : strings.banner.serversAlone}
      onDismiss={() => setDismissed(line.since)}
    />
  );
};
