/** What a message said before, and says now. */
import type { CommunityView, MessageView } from '../../../shared/model/views.ts';
import { useQuery } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { dateAndTime } from '../time-words.ts';
import './passing-on.css';

type VersionsDialogProps = { community: CommunityView; message: MessageView; close: () => void };

export const VersionsDialog = ({ community: { id: where, me }, message, close }: VersionsDialogProps) => {
  const names = useNames({ id: where, me }, useEverybody(where), useRoles({ id: where }));
  const { id, community, channel, sortKey } = message;
  const versions = useQuery(`versions ${id}`, ({ services }) => services.queries.versions(community, channel, sortKey));
  return (
    <Dialog title={strings.versions.title} onClose={close}>
      <DialogBody>
        {versions?.length === 0 ? <p className="dim">{strings.versions.gone}</p> : null}
        <ol
          className={versions === undefined || versions.length === 0 ? '' : 'rows'}
          aria-label={strings.versions.title}
        >
          {versions?.map(({ text, at }, place) => (
            <li key={`${at} ${place}`} className="row" data-testid="version">
              <span className="row-words">
                <span className="row-note">
                  {dateAndTime(at)}
                  {signOf(place, versions.length)}
                </span>
                <span className="version-text" dir="auto">
                  {wordsWith(names, text)}
                </span>
              </span>
            </li>
          ))}
        </ol>
      </DialogBody>
    </Dialog>
  );
};

const signOf = (place: number, count: number): string => {
  if (place === count - 1) return ` · ${strings.versions.now}`;
  return place === 0 ? ` · ${strings.versions.first}` : '';
};
