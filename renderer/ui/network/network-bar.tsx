/** The line about the network that is always on screen. */
import { useApp, useStore } from '../app-context.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { networkLine } from '../../app/network-line.ts';
import { networkTone, networkWords } from '../network-words.ts';
import { strings } from '../strings.ts';
import { timeOfDay } from '../time-words.ts';
import { NoteHint } from './note-hint.tsx';
import './network-bar.css';

export const NetworkBar = ({ community }: { community: CommunityView | undefined }) => {
  const { services, dialog } = useApp();
  const line = networkLine(useStore(services.status), community);
  return (
    <footer className="network-bar" aria-label={strings.regions.network} data-region>
      <button
        type="button"
        className="network-line"
        data-testid="network-line"
        data-kind={line.kind}
        title={strings.network.details}
        aria-haspopup="dialog"
        onClick={() => dialog.set({ kind: 'network' })}
      >
        <span className={`network-sign tone-${networkTone(line)}`} aria-hidden />
        <span className="cut">{networkWords(line, timeOfDay)}</span>
      </button>
      {community === undefined ? null : <NoteHint community={community} />}
    </footer>
  );
};
