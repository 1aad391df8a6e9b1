/** What is kept on this device: of each community, and by the browser for all of them. */
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { type CommunitySize, communitySizes } from '../../app/community-sizes.ts';
import { useApp, useQuery } from '../app-context.ts';
import { CommunityFile } from '../community-settings/community-file.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Select } from '../primitives/select.tsx';
import { sizeText } from '../strings-file.ts';
import { strings } from '../strings.ts';
import { Setting } from './setting.tsx';

const NONE: readonly CommunityView[] = [];
const words = strings.settings.storage;

type Kept = { used?: number; room?: number; sizes?: readonly CommunitySize[] };

export const StorageSettings = () => {
  const communities = useQuery('communities', ({ services }) => services.queries.communities()) ?? NONE;
  const { used, room, sizes } = useKept();
  const [wanted, setWanted] = useState<string>();
  const chosen = communities.find(({ id }) => id === wanted) ?? communities[0];
  return (
    <>
      <p>{words.what}</p>
      <p className="dim small" role="status">
        {used === undefined || room === undefined ? words.unknown : words.kept(sizeText(used), sizeText(room))}
      </p>
      {communities.length === 0 ? null : (
        <Setting name="kept">
          <ul className="rows" aria-label={words.list}>
            {communities.map((community) => (
              <Row
                key={community.id}
                community={community}
                size={sizes?.find(({ id }) => id === community.id)}
                used={used}
              />
            ))}
          </ul>
        </Setting>
      )}
      {chosen === undefined ? null : (
        <section className="settings-card">
          <h4 className="section-title">{strings.community.sections.file}</h4>
          <Select
            label={words.community}
            value={chosen.id}
            options={communities.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setWanted}
          />
          <CommunityFile key={chosen.id} community={chosen} />
        </section>
      )}
    </>
  );
};

type RowProps = { community: CommunityView; size: CommunitySize | undefined; used: number | undefined };

const Row = ({ community: { id, name }, size, used }: RowProps) => {
  return (
    <li className="row">
      <Avatar id={id} name={name} size="s" shape="square" />
      <span className="row-words">
        <span className="row-title" dir="auto">
          {name}
        </span>
        <span className="row-note">{size === undefined ? '' : sizeWords(size, used)}</span>
      </span>
    </li>
  );
};

/** @param used bytes of all communities, if that is known */
const sizeWords = ({ messages, channels, share }: CommunitySize, used: number | undefined): string => {
  const held = words.held(messages, channels);
  return used === undefined || share === 0 ? held : words.about(held, sizeText(used * share));
};

/** As it is when this is opened. */
const useKept = (): Kept => {
  const { services } = useApp();
  const [kept, setKept] = useState<Kept>({});
  useEffect(() => {
    let isOpen = true;
    const add = (more: Kept = {}): void => {
      if (isOpen) setKept((before) => ({ ...before, ...more }));
    };
    drop(services.storage().then(add), 'asking what is stored', services.report);
    const reading = communitySizes(services.queries).then((sizes) => add({ sizes }));
    drop(reading, 'counting what is stored', services.report);
    return () => {
      isOpen = false;
    };
  }, [services]);
  return kept;
};
