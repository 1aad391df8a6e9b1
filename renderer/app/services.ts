/** Everything the page needs from outside: the joint between the UI and the platform that `main.tsx` sets up. */
import type { MemberId } from '../../shared/base/ids.ts';
import type { Result } from '../../shared/base/result.ts';
import type { InvitePreview } from '../../shared/keys/invite.ts';
import type { NetworkChoices } from '../../shared/host-api/table.ts';
import type { PeerStatus } from '../../shared/model/status.ts';
import type { CommunityView } from '../../shared/model/views.ts';
import type { FileContent, TakenFile } from '../../shared/peer/file-api.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { Queries } from '../../shared/ports/projection.ts';
import type { Search } from '../../shared/ports/search.ts';
import type { LatePort, MentionPort, NotificationPort, PersonalPort } from './news-ports.ts';
import type { FacePort } from './faces.ts';
import type { Watched } from './paced.ts';
import type { NamedQueries } from './people-notes.ts';
import type { ReadableStore } from './store.ts';

/** Whether this window may be used at all. */
export type LifeState =
  /** @param restoring how far what is stored has been read back, where that takes long */
  | { kind: 'starting'; restoring?: { done: number; all: number } }
  /** The core may still be opening: what is stored is shown, and what is asked of it waits. */
  | { kind: 'running' }
  /** Another window of the same profile has the core. */
  | { kind: 'taken-over' }
  | { kind: 'error'; message: string; details?: string };

/** Unsent text, kept over restarts. Keys are ours; an empty text removes. */
export type DraftStore = {
  load: (key: string) => Promise<string | undefined>;
  save: (key: string, text: string) => Promise<void>;
};

/** Small preferences as one text; read before the first paint, so both are synchronous. */
export type PreferencesPort = {
  read: () => string | undefined;
  write: (text: string) => void;
};

export type ShellInfo = { version: string; profile: string; shell: 'electron' | 'standalone'; platform: string };

/** Why no invite was found in a picture. */
export type PictureProblem = 'no-code' | ShrinkProblem;
/** Why a picture cannot be one of a member. */
export type ShrinkProblem = 'no-picture' | 'too-large' | 'too-many-pixels';

export type SavedFile = FileContent & { bytes: number };

export type Licence = { name: string; version: string; identifier: string; text: string };

export type Services = {
  peer: PeerApi;
  queries: Queries;
  /** Done by the core's worker. */
  search: Search['search'];
  /** Reads, and reads again whenever what was read may have changed. */
  watch: <T>(read: () => Promise<T>) => Watched<T>;
  /** Undefined until the core has told once. */
  status: ReadableStore<PeerStatus | undefined>;
  life: ReadableStore<LifeState>;
  drafts: DraftStore;
  /** What was read and chosen by this person, and who called them. */
  personal: PersonalPort;
  late: LatePort;
  mentions: MentionPort;
  notifications: NotificationPort;
  preferences: PreferencesPort;
  previewInvite: (text: string) => Promise<Result<InvitePreview>>;
  /** Asked only after the user confirmed. */
  openExternal: (url: string) => Promise<void>;
  network: {
    read: () => Promise<Result<NetworkChoices>>;
    /** `problem`: an address that is none; then nothing was changed. */
    change: (choices: NetworkChoices) => Promise<Result<{ problem?: string }>>;
  };
  files: {
    /** Saves a community as a file and hands it to the person. @param readers who get what they lack; left out: everything */
    save: (community: CommunityView, readers?: readonly MemberId[]) => Promise<Result<SavedFile>>;
    takeIn: (file: Blob) => Promise<Result<TakenFile>>;
  };
  /** What the browser keeps for this profile: bytes, and how many more it lets in. Undefined where it does not tell. */
  storage: () => Promise<{ used: number; room: number } | undefined>;
  /** Whose work is in Holdfast, and on what terms. */
  licences: () => Promise<readonly Licence[]>;
  pictures: {
    /** The text of the QR code in it. */
    read: (file: Blob) => Promise<Result<string, PictureProblem>>;
    /** A small square one of it, without anything else that is in the file. */
    shrink: (file: Blob) => Promise<Result<Uint8Array, ShrinkProblem>>;
    /** Hands one to the person, under the name of what it is of. */
    save: (of: string, picture: Blob) => void;
  };
  /** Pictures of members. */
  faces: FacePort;
  copyText: (text: string) => Promise<void>;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  shellInfo: ShellInfo;
  /** Where something failed that no view could show. Must not contain content. */
  report: (what: string, error: unknown) => void;
  /** Queries not backed by Dexie tell here that answers may have changed; Dexie's tell by themselves. */
  changes?: ReadableStore<number>;
};

/** As the app has them: people as this person sees them. */
export type AppServices = Omit<Services, 'queries'> & { queries: NamedQueries; changes: ReadableStore<number> };
