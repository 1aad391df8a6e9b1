/** Channels: create, rename, describe, archive, and who may read and post. */
import { Plus } from 'lucide-react';
import { useState } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { accessOf } from '../../app/channel-access.ts';
import { useQuery } from '../app-context.ts';
import { ChannelSign } from '../channels/channel-sign.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { ChannelForm } from './channel-form.tsx';

export const Channels = ({ community }: { community: CommunityView }) => {
  const [edited, setEdited] = useState<ChannelView | 'new'>();
  const found = useQuery(`channels ${community.id}`, ({ services }) => services.queries.channels(community.id));
  const channels = (found ?? []).filter(({ kind }) => kind === 'channel');
  if (edited !== undefined) {
    return (
      <ChannelForm
        community={community}
        channel={edited === 'new' ? undefined : (channels.find(({ id }) => id === edited.id) ?? edited)}
        done={() => setEdited(undefined)}
      />
    );
  }
  return (
    <>
      <div className="section-acts">
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setEdited('new')}>
          {strings.channels.create}
        </Button>
      </div>
      <ul className="rows" aria-label={strings.channels.list}>
        {channels.map((channel) => (
          <li key={channel.id} className={channel.isArchived ? 'row row-off' : 'row'}>
            <ChannelSign channel={channel} />
            <span className="row-words">
              <span className="row-title" dir="auto">
                {channel.name}
              </span>
              <span className="row-note" dir="auto">
                {channel.topic}
              </span>
            </span>
            <Tags channel={channel} />
            <Button aria-label={strings.channels.edit(channel.name)} onClick={() => setEdited(channel)}>
              {strings.message.edit}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
};

const Tags = ({ channel }: { channel: ChannelView }) => (
  <>
    {channel.isArchived ? <span className="tag">{strings.channels.archived}</span> : null}
    {channel.isPrivate ? <span className="tag">{strings.channels.private}</span> : null}
    {accessOf(channel).announces ? <span className="tag">{strings.channels.announcement}</span> : null}
  </>
);
