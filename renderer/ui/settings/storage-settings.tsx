/** What is kept on this device: of each community, and by the browser for all of them. */
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { useApp, useQuery } from '../app-context.ts';
import { CommunityFile } from '../community-settings/community-file.tsx';
import { Avatar } from '../primitives/avatar.tsx';
import { Select } from '../primitives/select.tsx';
import { sizeText } from '../strings-file.ts';
import { strings } from '../strings.ts';

const NONE: readonly CommunityView[] = [];
const words = strings.settings.storage;

export const StorageSettings = () => {
  const communities = useQuery('communities', ({ services }) => services.queries.communities()) ?? NONE;
  const [wanted, setWanted] = useState<string>();
  const chosen = communities.find(({ id }) => id === wanted) ?? communities[0];
  return (
    <>
      <p>{words.what}</p>
      <Kept />
      {communities.length === 0 ? null : (
        <ul className="rows" aria-label={words.list}>
          {communities.map((community) => (
            <Row key={community.id} community={community} />
          ))}
        </ul>
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

const Row = ({ community }: { community: CommunityView }) => {
  const { id, name } = community;
  const held = useQuery(`held ${id}`, async ({ services: { queries } }) => {
    const channels = await queries.channels(id);
    const counts = await Promise.all(channels.map((channel) => queries.messageCount(id, channel.id)));
    return { channels: channels.length, messages: counts.reduce((sum, count) => sum + count, 0) };
  });
  return (
    <li className="row">
      <Avatar id={id} name={name} size="s" shape="square" />
      <span className="row-words">
        <span className="row-title" dir="auto">
          {name}
        </span>
        <span className="row-note">{held === undefined ? '' : words.held(held.messages, held.channels)}</span>
      </span>
    </li>
  );
};

const Kept = () => {
  const { services } = useApp();
  const [kept, setKept] = useState<{ used: number; room: number }>();
  useEffect(() => {
    let isOpen = true;
    const reading = services.storage().then((found) => {
      if (isOpen) setKept(found);
    });
    drop(reading, 'asking what is stored', services.report);
    return () => {
      isOpen = false;
    };
  }, [services]);
  return (
    <p className="dim small" role="status">
      {kept === undefined ? words.unknown : words.kept(sizeText(kept.used), sizeText(kept.room))}
    </p>
  );
};
