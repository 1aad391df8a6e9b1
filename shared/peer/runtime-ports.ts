/** What one community at work needs from the peer that it is in. */
import type { LinkId } from '../base/ids.ts';
import type { EffectView, JoinRequestView, MessageView } from '../model/views.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { Projection } from '../ports/projection.ts';
import type { Random } from '../ports/random.ts';
import type { CommitLog } from './commit-log.ts';
import type { Community } from './community.ts';
import type { NextKey } from './journal-entry.ts';
import type { MeetingPorts } from './meeting-help.ts';
import type { PlacedRecord } from './message-stubs.ts';
import type { OwnNotesPorts } from './own-device-notes.ts';
import type { PicturePorts } from './picture-exchange.ts';
import type { PresencePorts } from './presence-desk.ts';

export type RuntimePorts = MeetingPorts &
  PresencePorts &
  OwnNotesPorts &
  PicturePorts & {
    crypto: Crypto;
    clock: Clock;
    random: Random;
    logger: Logger;
    projection: Projection;
    commitLog: CommitLog;
    send: (link: LinkId, frame: Uint8Array) => void;
    closeLink: (link: LinkId, reason: string) => void;
    /** Members, channels, keys or invites changed. */
    governed: () => Promise<void>;
    message: (message: MessageView) => void;
    /** Somebody else did something to a message. */
    effect: (effect: EffectView) => void;
    /** The bytes of a record went out of the memory; they are still on the disk. */
    dropped: (community: Community, record: PlacedRecord) => void;
    /** Records of others are not taken: they would not be kept. */
    isDiskFull: () => boolean;
    /** What is stored is being read back. */
    isReading: () => boolean;
    /** For tests: from how many missing records of a channel on its newest are shown first. */
    tailsFrom?: number | undefined;
    /** So long a newcomer asks for nothing but what is seen first, and hears when that is over. */
    first: { ms: number; isOver: () => void };
    refused: (code: string) => void;
    joinAsked: (request: JoinRequestView) => void;
    /** This device needs a new key, or has taken it. */
    rekey: (state: 'waits' | 'done', reason: NextKey['reason']) => void;
    changed: () => void;
    drop: (promise: Promise<unknown>, why: string) => void;
  };
