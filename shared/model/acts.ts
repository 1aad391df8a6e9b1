/** What people do to a community and to messages: what a command asks of the core. Ids come from views. */
import type { ChannelId, DeviceId, MemberId, OpId, RecordId } from '../base/ids.ts';
import type { HistoryPolicy, Override, Permission, RoleId } from './permissions.ts';

/** Acts on the community. Each becomes one operation; the rights are governance's to judge. */
export type GovernanceAct =
  | {
      kind: 'create-channel';
      name: string;
      topic?: string;
      category?: string;
      isPrivate?: boolean;
      overrides?: readonly Override[];
      history?: HistoryPolicy;
    }
  | {
      kind: 'update-channel';
      channel: ChannelId;
      name?: string;
      topic?: string;
      /** An empty one: none. */
      category?: string;
      /** Seconds, 0 to `MAX_SLOW_MODE`; 0 ends it. */
      slowMode?: number;
      position?: number;
    }
  | { kind: 'archive-channel'; channel: ChannelId }
  /**
   * Who may read and write in a channel. A private channel is for those its overrides list, by name or role. Without
   * `history` newcomers read what they did before; at first that is everything.
   */
  | {
      kind: 'set-channel-access';
      channel: ChannelId;
      isPrivate: boolean;
      overrides: readonly Override[];
      history?: HistoryPolicy;
    }
  | { kind: 'create-role'; name: string; rank: number; permissions: readonly Permission[] }
  | { kind: 'update-role'; role: RoleId; name?: string; rank?: number; permissions?: readonly Permission[] }
  | { kind: 'delete-role'; role: OpId }
  | { kind: 'assign-role'; member: MemberId; role: OpId }
  | { kind: 'unassign-role'; member: MemberId; role: OpId }
  | { kind: 'kick' | 'ban'; member: MemberId; reason?: string }
  | { kind: 'unban'; member: MemberId }
  | { kind: 'revoke-invite'; invite: OpId }
  /** Lets in, or turns away, somebody who asks with an invite that needs approval. */
  | { kind: 'answer-request'; device: DeviceId; admit: boolean }
  /** `avatar`: the hash of a picture that is here (`PeerApi.setPicture`). */
  | { kind: 'set-profile'; name?: string; about?: string; avatar?: string }
  | { kind: 'update-community'; name?: string; about?: string }
  /** What everybody is told at once, up to 500 characters; an empty text takes the note away. */
  | { kind: 'incident-note'; text: string }
  | { kind: 'transfer-owner'; to: MemberId }
  | { kind: 'leave'; note?: string }
  | { kind: 'remove-device'; device: DeviceId }
  /** A new key for everybody. */
  | { kind: 'rotate' };

/** A message by its place: its author's device, the record's number in that device's lane, its id, the op's index. */
export type MessageTarget = { device: DeviceId; seq: number; record: RecordId; op: number };

/** Acts on a message that is there, in its channel. */
export type MessageAct =
  /** By its author. */
  | { kind: 'edit'; target: MessageTarget; text: string }
  /** By its author; for good: the bytes are dropped, the hash stays. */
  | { kind: 'delete'; target: MessageTarget }
  | { kind: 'react'; target: MessageTarget; emoji: string; on: boolean }
  /** By a higher rank with `moderate`; can be undone. */
  | { kind: 'hide'; target: MessageTarget; on: boolean; reason?: string }
  /** By a higher rank with `purge`, for what must not be kept: the bytes are dropped everywhere it reaches. */
  | { kind: 'purge'; target: MessageTarget; reason?: string }
  /** With `moderate`. */
  | { kind: 'pin'; target: MessageTarget; on: boolean };
