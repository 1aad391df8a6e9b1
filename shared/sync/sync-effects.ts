/** What the sync of a community decides, for its runtime to do. */
import type { ChannelId, DeviceId, LinkId } from '../base/ids.ts';
import type { LaneHave, LinkMessage } from './link-message.ts';
import type { LinkSession } from './link-session.ts';
import type { RekeyRequest } from './rekey-request.ts';

export type SyncEffects = {
  send: (link: LinkId, frame: Uint8Array) => void;
  /** A run arrived that has yet to be checked. */
  laneFrame: (session: LinkSession, frame: Uint8Array) => void;
  /** The newest records of a lane arrived, ahead of those before them. */
  tailFrame: (session: LinkSession, frame: Uint8Array) => void;
  operations: (session: LinkSession, operations: readonly Uint8Array[]) => void;
  /** The other side is a device that was removed. */
  dismiss: (session: LinkSession) => void;
  /** It objects, and is out nevertheless. */
  insist: (session: LinkSession) => void;
  /** Of a lane they have other records than this device. */
  parted: (session: LinkSession, lane: { channel: ChannelId; device: DeviceId }, count: number) => void;
  joinAsked: (session: LinkSession, message: Extract<LinkMessage, { kind: 'join' }>) => void;
  joinRefused: (session: LinkSession, code: string) => void;
  rekeyAsked: (session: LinkSession, request: RekeyRequest) => void;
  /** The other side said what it has stored. */
  receipts: (session: LinkSession, channel: ChannelId, lanes: readonly LaneHave[]) => void;
  /** Something waits for `tellBriefly`. */
  tellSoon: () => void;
  /** Something waits for `relay`. */
  relaySoon: () => void;
  /** There may be something to ask for: `askAll`. */
  askSoon: () => void;
  /** The tail that is seen first was asked for: `firstIsHere`, when it has had its time. */
  firstSoon: () => void;
  /** Something is on its way: `askOverdue`, from time to time. */
  watch: () => void;
  changed: () => void;
  /** Not an effect: from how many missing records of a channel on its tail is asked for, where a test says so. */
  tailsFrom?: number | undefined;
};
