/**
 * Does `work` for every item, at most `width` at once.
 * @template Item, Done
 * @param {readonly Item[]} items
 * @param {number} width
 * @param {(item: Item) => Promise<Done>} work
 * @returns {Promise<Done[]>} in the order of the items
 */
export const inTurns = async (items, width, work) => {
  /** @type {Done[]} */
  const done = [];
  const waiting = [...items.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, item] = next;
      done[at] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return done;
};
