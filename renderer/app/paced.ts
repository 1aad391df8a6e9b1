/**
 * Reading again when something changed, with rests: while history streams in, what is on screen would be read and drawn
 * again for each batch of it. What comes one by one is shown at once.
 */

/** How an answer differs from the one before: then it is not told; told; or told, and it is not asked again for a while. */
export type News = 'same' | 'few' | 'many';

export type Watched<T> = {
  subscribe: (tell: (answer: T) => void, fail: (error: unknown) => void) => { unsubscribe: () => void };
};

export type Pace<T> = {
  newsOf: (before: T, now: T) => News;
  /** Tells when something came that shall not wait for the end of a rest. @returns stops telling */
  onUrgent: (wake: () => void) => () => void;
};

const REST_MS = 300;
/** Also what is urgent waits so long, as there may be much of it. */
const SHORT_REST_MS = 50;

/** @param source answers when it is subscribed to, and again when something changed */
export const paced = <T>(
  source: Watched<T>,
  { newsOf, onUrgent }: Pace<T>,
  after: (ms: number, action: () => void) => () => void,
): Watched<T> => ({
  subscribe: (tell, fail) => {
    let told: { answer: T } | undefined;
    let stop = (): void => undefined;

    const rest = (): void => {
      stop();
      let isWoken = false;
      const isShort = { now: true };
      const wake = (): void => {
        isWoken = true;
        if (!isShort.now) listen();
      };
      const stopHearing = onUrgent(wake);
      let cancel = after(SHORT_REST_MS, () => {
        isShort.now = false;
        if (isWoken) listen();
        else cancel = after(REST_MS - SHORT_REST_MS, listen);
      });
      stop = () => {
        stopHearing();
        cancel();
      };
    };

    const listen = (): void => {
      stop();
      let isFirst = true;
      const { unsubscribe } = source.subscribe((answer) => {
        const news = told === undefined ? 'few' : newsOf(told.answer, answer);
        if (news !== 'same') {
          told = { answer };
          tell(answer);
        }
        // A change that changed nothing here: there will be more of these. After a rest it only means that it is quiet.
        if (news === 'many' || (news === 'same' && !isFirst)) rest();
        isFirst = false;
      }, fail);
      stop = unsubscribe;
    };

    listen();
    return { unsubscribe: () => stop() };
  },
});
