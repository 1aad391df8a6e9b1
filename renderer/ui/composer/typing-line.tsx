/** Who is typing in the channel. The line is there always, so that nothing moves when somebody begins. */
import type { ChannelView, CommunityView } from '../../../shared/model/views.ts';
import { useApp, useStore } from '../app-context.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { strings } from '../strings.ts';
import './typing-line.css';

type TypingLineProps = { community: CommunityView; channel: ChannelView };

export const TypingLine = ({ community, channel }: TypingLineProps) => {
  const typists = useStore(useApp().people.typing.typists).get(channel.id) ?? [];
  const everybody = useEverybody(community.id);
  const names = typists.flatMap((id) => everybody.find((one) => one.id === id)?.name ?? []);
  return (
    <p className="typing" data-testid="typing">
      {names.length === 0 ? null : (
        <>
          <span className="typing-dots" aria-hidden>
            <i />
            <i />
            <i />
          </span>
          <span className="cut" dir="auto">
            {wordsOf(names)}
          </span>
        </>
      )}
    </p>
  );
};

const wordsOf = ([first = '', second, ...more]: readonly string[]): string => {
  if (second === undefined) return strings.typing.one(first);
  return more.length > 0 ? strings.typing.many : strings.typing.two(first, second);
};
