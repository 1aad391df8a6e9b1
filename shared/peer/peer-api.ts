/** What the app, the headless peer and the simulator can ask of the core, and what it tells them. */
import type { ChannelId, CommunityId, DeviceId, MemberId, OpId, RecordId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import type { LaneView, PeerStatus } from '../model/status.ts';
import type { GovernanceAct, MessageAct, MessageTarget } from '../model/acts.ts';
import type { AuditView, JoinRequestView, CommunityView, EffectAct, MessageView } from '../model/views.ts';
import type { CodeApi } from './code-api.ts';
import type { DeviceApi, DeviceEvent } from './device-api.ts';
import type { OwnNotesApi, OwnNotesEvent } from './own-device-notes.ts';
import type { PresenceApi, PresenceEvent } from './presence-api.ts';

export type PeerEvent =
  | DeviceEvent
  | PresenceEvent
  | OwnNotesEvent
  /** A message of somebody else's that was not here before; after its fsync. */
  | { kind: 'message'; message: MessageView }
  /** Somebody did something to a message: ask the projection how it is now. `id` is the message's. */
  | { kind: 'message-changed'; community: CommunityId; channel: ChannelId; id: string; what: EffectAct['kind'] }
  | { kind: 'status'; status: PeerStatus }
  | { kind: 'joined'; community: CommunityId }
  /** This device is not a member's any more. Told once, when it learns of it. */
  | ({ kind: 'removed'; community: CommunityId } & NonNullable<CommunityView['removal']>)
  /** Somebody asks to be let in, and this person decides: `govern` with `answer-request`. */
  | { kind: 'join-asked'; request: JoinRequestView }
  /** A member was asked who may not decide, or has not yet. */
  | { kind: 'join-waits'; community: CommunityId; message: string }
  | { kind: 'join-refused'; community: CommunityId; error: string; message: string };

export type CreateError = 'bad-name';
export type InviteError = 'no-such-community' | 'not-joined' | 'not-allowed' | 'bad-input';

/** What an invite allows; without it, one that admits anybody who has it. */
export type InviteOptions = {
  /** People it admits, 1 to 1,000. */
  uses?: number;
  /** A moderator, or the inviter, decides on each who asks. */
  needsApproval?: boolean;
  /** Milliseconds since the Unix epoch; advice only. */
  expires?: number;
};
export type JoinError =
  'bad-invite' | 'bad-name' | 'already-member' | 'nobody-answered' | 'waits-for-approval' | 'refused';
export type PostError =
  | 'no-such-community'
  | 'no-such-channel'
  | 'not-joined'
  | 'removed'
  | 'waiting-for-key'
  | 'not-allowed'
  /** The channel is in slow mode, and this member wrote just now. */
  | 'slow-mode'
  | 'empty'
  | 'too-long'
  /** There is hardly any room left on this device's disk: it reads only. */
  | 'disk-full'
  /** The message that this one answers, or whose thread it is for, is not here (yet). */
  | 'no-such-message';

export type ActError = Exclude<PostError, 'empty' | 'too-long' | 'slow-mode'> | 'rank-too-low' | 'bad-input';

export type DirectError = 'no-such-community' | 'not-joined' | 'removed' | 'no-such-member';

export type GovernError =
  | 'no-such-community'
  | 'not-joined'
  | 'removed'
  | 'not-allowed'
  | 'rank-too-low'
  | 'no-such-target'
  | 'too-many'
  | 'owner-cannot-leave'
  | 'last-device'
  | 'bad-input';

export type PeerApi = DeviceApi &
  CodeApi &
  PresenceApi &
  OwnNotesApi & {
    createCommunity: (input: {
      name: string;
      memberName: string;
    }) => Promise<Result<{ community: CommunityId; channel: ChannelId; invite: string }, CreateError>>;
    /** A link that lets its holder ask to join. */
    createInvite: (input: { community: CommunityId } & InviteOptions) => Promise<Result<string, InviteError>>;
    /** Who this person is, or would be, in a community; without one, in that which they found next. */
    ownMember: (community?: CommunityId) => Promise<MemberId>;
    /**
     * Asks to join and resolves when admitted, or after 30 s with `nobody-answered`; asking goes on in the background
     * until a member answers, also after a restart. `waits-for-approval`: a member was asked, and somebody has to decide.
     */
    join: (input: { invite: string; memberName: string }) => Promise<Result<CommunityId, JoinError>>;
    /**
     * Acts on the community. What would have no effect is not said: the answer says why. Resolves with the operation's id
     * when it is saved on this machine.
     */
    /**
     * Makes this the picture of this person in that community.
     * @param picture a still PNG, JPEG or WebP of at most 16 KiB and 256 pixels a side; undefined takes the picture away
     */
    setPicture: (input: {
      community: CommunityId;
      picture?: Uint8Array | undefined;
    }) => Promise<Result<undefined, GovernError | 'bad-picture'>>;
    govern: (input: { community: CommunityId; act: GovernanceAct }) => Promise<Result<OpId, GovernError>>;
    /** Who did what, in the order of effect, with what has no effect and why. */
    audit: (community: CommunityId) => Promise<AuditView[]>;
    /** Resolves when the message is saved on this machine (after fsync). */
    post: (input: {
      community: CommunityId;
      channel: ChannelId;
      text: string;
      replyTo?: MessageTarget;
      thread?: MessageTarget;
    }) => Promise<Result<{ id: string; record: RecordId; seq: number }, PostError>>;
    /** Acts on a message that is here. Resolves with the record's id when it is saved on this machine. */
    act: (input: {
      community: CommunityId;
      channel: ChannelId;
      act: MessageAct;
    }) => Promise<Result<RecordId, ActError>>;
    /** The channel in which this person and another member talk alone; it is listed from then on. */
    openDirect: (input: { community: CommunityId; member: MemberId }) => Promise<Result<ChannelId, DirectError>>;
    status: () => Promise<PeerStatus>;
    lanes: (community: CommunityId) => Promise<LaneView[]>;
    /** Closes the link to a device, as a lost connection would. @returns how many links were closed */
    cutLink: (device: DeviceId) => Promise<number>;
    subscribe: (listener: (event: PeerEvent) => void) => () => void;
    /** Stops everything; nothing is left running. */
    dispose: () => Promise<void>;
  };
