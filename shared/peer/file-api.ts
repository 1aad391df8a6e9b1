/** A community as one file: to keep, and to carry to people whom no network reaches. */
import type { ChannelId, CommunityId, DeviceId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';

export type SaveFileError = 'no-such-community' | 'not-joined';
export type TakeInError =
  'not-a-file' | 'no-such-community' | 'not-joined' | 'not-for-this-device' | 'damaged' | 'cannot-be-saved';

/** How many records of each device's lane those have for whom the file is, by channel. What is not named they lack. */
export type HeldRecords = ReadonlyMap<ChannelId, ReadonlyMap<DeviceId, number>>;

export type FileContent = { operations: number; records: number };
export type TakenFile = {
  community: CommunityId;
  /** What was not here before. */
  fresh: FileContent;
  /** What was not taken: it is wrong, or follows what is not here. */
  refused: number;
};

/** Bytes to read from, as a Blob is. */
export type FileSource = {
  size: number;
  slice: (from: number, to: number) => { arrayBuffer: () => Promise<ArrayBuffer> };
};

export type FileApi = {
  /** Writes all that is here of a community, sealed for its members, in pieces. */
  saveFile: (
    input: { community: CommunityId; held?: HeldRecords },
    write: (bytes: Uint8Array) => Promise<void> | void,
  ) => Promise<Result<FileContent, SaveFileError>>;
  /**
   * Takes in what a file has and this device has not. Whatever came before damage, or an end, stays; taking in the whole
   * again later goes on from there.
   */
  takeInFile: (source: FileSource) => Promise<Result<TakenFile, TakeInError>>;
};
