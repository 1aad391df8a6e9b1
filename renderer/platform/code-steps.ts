/** The worker's end of connecting by codes: the page has WebRTC, so each step is asked of it and answered later. */
import type { CodeConnections } from '../../shared/ports/transport.ts';
import type { CodeStep } from './worker-messages.ts';

type Came = Awaited<ReturnType<CodeConnections['accept']>>;
type Offer = Awaited<ReturnType<CodeConnections['offer']>>;

export const createCodeSteps = (tell: (id: number, step: CodeStep) => void) => {
  const pending = new Map<number, (value: unknown) => void>();
  let nextId = 0;
  const take = (step: CodeStep): Promise<unknown> =>
    new Promise((resolve) => {
      nextId += 1;
      pending.set(nextId, resolve);
      tell(nextId, step);
    });
  const codes: CodeConnections = {
    offer: async () => (await take({ kind: 'offer' })) as Offer,
    answer: async (topic, offer) => (await take({ kind: 'answer', topic, offer })) as Uint8Array | undefined,
    accept: async (attempt, topic, answer) =>
      ((await take({ kind: 'accept', attempt, topic, answer })) as Came | undefined) ?? 'failed',
  };
  return {
    codes,
    answered: (id: number, value: unknown): void => {
      const resolve = pending.get(id);
      pending.delete(id);
      resolve?.(value);
    },
  };
};
