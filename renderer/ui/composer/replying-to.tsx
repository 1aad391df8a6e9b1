/** Over the composer: whom the next message answers. */
import { X } from 'lucide-react';

import type { CommunityView } from '../../../shared/model/views.ts';
import type { Replying } from '../../app/reply-keeper.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { IconButton } from '../primitives/button.tsx';
import { strings } from '../strings.ts';

type ReplyingToProps = { community: CommunityView; replying: Replying; cancel: () => void };

export const ReplyingTo = ({ community, replying, cancel }: ReplyingToProps) => {
  const name = useEverybody(community.id).find(({ id }) => id === replying.author)?.name ?? replying.authorName;
  return (
    <div className="replying" role="status">
      <span className="cut" dir="auto">
        {strings.replying.to(name)}
      </span>
      <span className="replying-hint">{strings.replying.hint}</span>
      <IconButton label={strings.replying.cancel} icon={<X size={16} aria-hidden />} onClick={cancel} />
    </div>
  );
};
