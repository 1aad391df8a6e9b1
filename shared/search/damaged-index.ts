/** What is on the disk is not what was written: the index is made anew. */
export class DamagedIndex extends Error {
  constructor() {
    super('a damaged part of the index');
  }
}
