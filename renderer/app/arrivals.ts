/** What others say as it arrives, in batches, with whom it calls: for the inbox and for notifications. */
import { drop } from '../../shared/base/drop.ts';
import type { MessageView } from '../../shared/model/views.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Called } from './news-ports.ts';

export type Arrival = { message: MessageView; how: Called | undefined };

const EVERY_MS = 50;

/** @returns stops following */
export const followArrivals = (
  ports: {
    peer: Pick<PeerApi, 'subscribe'>;
    called: (messages: readonly MessageView[]) => Promise<ReadonlyMap<string, Called>>;
    /** History that streams in calls nobody any more. */
    isNews: (message: MessageView) => boolean;
    after: (ms: number, action: () => void) => () => void;
    report: (what: string, error: unknown) => void;
  },
  tell: (arrivals: readonly Arrival[]) => void,
): (() => void) => {
  let waiting: MessageView[] = [];
  let cancel: (() => void) | undefined;
  const look = async (messages: readonly MessageView[]): Promise<void> => {
    const called = await ports.called(messages);
    tell(messages.map((message) => ({ message, how: called.get(message.id) })));
  };
  const lookAtAll = (): void => {
    cancel = undefined;
    const messages = waiting;
    waiting = [];
    for (const channel of new Set(messages.map((message) => message.channel))) {
      const there = messages.filter((message) => message.channel === channel);
      drop(look(there), 'looking for mentions', ports.report);
    }
  };
  const stop = ports.peer.subscribe((event) => {
    if (event.kind !== 'message' || !ports.isNews(event.message)) return;
    waiting.push(event.message);
    cancel ??= ports.after(EVERY_MS, lookAtAll);
  });
  return () => {
    stop();
    cancel?.();
  };
};
