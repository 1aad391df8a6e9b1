/** What a person has read and chosen goes to their other devices, over links to these alone. (SY-26) */
import type { CommunityId, LinkId } from '../base/ids.ts';
import type { PersonalEntry } from '../model/personal.ts';
import { type LinkMessage, MAX_PERSONAL, writeLinkMessage } from '../sync/link-message.ts';
import { isProvenMember, type LinkSession } from '../sync/link-session.ts';
import { readPersonalEntry, writePersonalEntry } from '../sync/personal-entry.ts';
import type { Community } from './community.ts';

export type OwnNotesApi = {
  /** To those of this person's other devices in that community that are linked now. */
  tellOwnDevices: (input: { community: CommunityId; entries: readonly PersonalEntry[] }) => Promise<void>;
};

export type OwnNotesEvent =
  /** Another device of this person was met: it knows nothing yet of what is kept here. */
  | { kind: 'own-device-met'; community: CommunityId }
  /** Another device of this person tells what is kept there. */
  | { kind: 'personal'; community: CommunityId; entries: readonly PersonalEntry[] };

export type OwnNotesPorts = {
  send: (link: LinkId, frame: Uint8Array) => void;
  ownNotes: (event: OwnNotesEvent) => void;
};

export type OwnDeviceNotes = {
  /** @returns true if that was all there was to the message */
  heard: (session: LinkSession, message: LinkMessage | undefined) => boolean;
  tell: (entries: readonly PersonalEntry[]) => void;
};

/** Of a frame's 64 KiB. */
const MAX_BYTES = 48_000;

export const createOwnDeviceNotes = (
  { send, ownNotes }: OwnNotesPorts,
  community: Pick<Community, 'id' | 'identity' | 'state' | 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): OwnDeviceNotes => {
  const met = new WeakSet<LinkSession>();
  const isOwn = (session: LinkSession): boolean =>
    isProvenMember(session, community) &&
    session.device !== community.identity.device &&
    community.state()?.devices.get(session.device)?.member === community.identity.member;

  return {
    heard: (session, message) => {
      const isMine = isOwn(session);
      if (isMine && !met.has(session)) {
        met.add(session);
        ownNotes({ kind: 'own-device-met', community: community.id });
      }
      if (message?.kind !== 'personal') return false;
      const entries = message.entries.flatMap((bytes) => readPersonalEntry(bytes, community.id) ?? []);
      if (isMine && entries.length > 0) ownNotes({ kind: 'personal', community: community.id, entries });
      return true;
    },
    tell: (entries) => {
      const frames = inFrames(entries.map(writePersonalEntry)).map((part) =>
        writeLinkMessage({ kind: 'personal', entries: part }),
      );
      for (const { link } of sessions().filter(isOwn)) for (const frame of frames) send(link, frame);
    },
  };
};

const inFrames = (entries: readonly Uint8Array[]): Uint8Array[][] => {
  const frames: Uint8Array[][] = [];
  let bytes = MAX_BYTES;
  for (const entry of entries) {
    bytes += entry.length;
    const last = frames.at(-1);
    if (last === undefined || bytes > MAX_BYTES || last.length === MAX_PERSONAL) {
      frames.push([entry]);
      bytes = entry.length;
    } else last.push(entry);
  }
  return frames;
};

export const createOwnNotesApi = (runtimes: ReadonlyMap<CommunityId, { ownNotes: OwnDeviceNotes }>): OwnNotesApi => ({
  tellOwnDevices: ({ community, entries }) => Promise.resolve(runtimes.get(community)?.ownNotes.tell(entries)),
});
