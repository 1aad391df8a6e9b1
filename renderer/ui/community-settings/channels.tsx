/** Channels: create, rename, describe, archive, and who may read and post. */
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useState } from 'react';

import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import type { ChannelToEdit } from '../../app/app-model.ts';
import { accessOf } from '../../app/channel-access.ts';
import { asListed, categoriesOf } from '../../app/channel-sections.ts';
import { useQuery } from '../app-context.ts';
import { ChannelSign } from '../channels/channel-sign.tsx';
import { useMoveChannel } from '../channels/use-move-channel.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { ChannelForm } from './channel-form.tsx';

type ChannelsProps = {
  community: CommunityView;
  /** What is to be changed at once, or the category of a new one. */
  first?: ChannelToEdit;
};

export const Channels = ({ community, first }: ChannelsProps) => {
  const [edited, setEdited] = useState(first);
  const found = useQuery(`channels ${community.id}`, ({ services }) => services.queries.channels(community.id));
  const channels = asListed((found ?? []).filter(({ kind }) => kind === 'channel'));
  const move = useMove(community, channels);
  if (found === undefined) return null;
  if (edited !== undefined) {
    return (
      <ChannelForm
        community={community}
        channel={'channel' in edited ? channels.find(({ id }) => id === edited.channel) : undefined}
        categories={categoriesOf(channels)}
        newIn={'channel' in edited ? '' : edited.newIn}
        done={() => setEdited(undefined)}
      />
    );
  }
  return (
    <>
      <div className="section-acts">
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setEdited({ newIn: '' })}>
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
                {[channel.category, channel.topic].filter((part) => part !== undefined && part !== '').join(' · ')}
              </span>
            </span>
            <Tags channel={channel} />
            <MoveButtons channel={channel} channels={channels} move={move} />
            <Button aria-label={strings.channels.edit(channel.name)} onClick={() => setEdited({ channel: channel.id })}>
              {strings.message.edit}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
};

/** Within its category. */
const useMove = (community: CommunityView, channels: readonly ChannelView[]) => {
  const moveTo = useMoveChannel(community, channels);
  return (channel: ChannelView, by: 1 | -1): void => {
    const { category = '' } = channel;
    const beside = besides(channel, channels);
    const at = beside.findIndex(({ id }) => id === channel.id);
    const before = beside[by === 1 ? at + 2 : at - 1];
    moveTo(channel, { category, ...(before === undefined ? {} : { before: before.id }) });
  };
};

const besides = ({ category }: ChannelView, channels: readonly ChannelView[]): ChannelView[] =>
  channels.filter((each) => !each.isArchived && each.category === category);

type MoveButtonsProps = {
  channel: ChannelView;
  channels: readonly ChannelView[];
  move: (channel: ChannelView, by: 1 | -1) => void;
};

const MoveButtons = ({ channel, channels, move }: MoveButtonsProps) => {
  if (channel.isArchived) return null;
  const beside = besides(channel, channels);
  const at = beside.findIndex(({ id }) => id === channel.id);
  return (
    <>
      <IconButton
        label={strings.channels.up(channel.name)}
        icon={<ArrowUp size={16} aria-hidden />}
        disabled={at === 0}
        onClick={() => move(channel, -1)}
      />
      <IconButton
        label={strings.channels.down(channel.name)}
        icon={<ArrowDown size={16} aria-hidden />}
        disabled={at === beside.length - 1}
        onClick={() => move(channel, 1)}
      />
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
