/** What each kind of operation says, as schemas. Bytes are base64url in JSON. Limits are part of validity. */
import { z } from 'zod';

import type { ChannelId, DeviceId, MemberId, OpId } from '../base/ids.ts';
import { CHANNEL_PERMISSIONS, MAX_ROLE_RANK, MAX_SLOW_MODE, PERMISSIONS, type RoleId } from '../model/permissions.ts';
import {
  bytesOf,
  deviceBox,
  epochBox,
  id,
  MAX_BOXES,
  nameSchema,
  noteSchema,
  removedDevice,
  rotation,
  timeSchema,
} from './body-parts.ts';

z.config({ jitless: true });

const text = (max: number) => z.string().max(max);
/** As a name, or nothing. */
const category = z.union([z.literal(''), nameSchema]);
const roleId = z.custom<RoleId>((value) => value === 'everyone' || id<OpId>().safeParse(value).success);
const permissions = z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length);
const channelPermissions = z.array(z.enum(CHANNEL_PERMISSIONS)).max(CHANNEL_PERMISSIONS.length);
const override = z
  .object({
    subject: z.union([z.object({ role: roleId }).strict(), z.object({ member: id<MemberId>() }).strict()]),
    allow: channelPermissions,
    deny: channelPermissions,
  })
  .strict();
const rank = z.number().int().min(1).max(MAX_ROLE_RANK);
const newDevice = { device: id<DeviceId>(), sealKey: bytesOf(32), member: id<MemberId>(), certificate: bytesOf(64) };
const boxes = z.array(epochBox).max(64);
const removal = z
  .object({
    member: id<MemberId>(),
    devices: z.array(removedDevice).max(8),
    reason: text(256).optional(),
    /** A new epoch for those who stay, made by the same operation. */
    rotate: rotation.optional(),
  })
  .strict();
const signedRecord = z.object({ segment: z.number().int().min(0), envelope: text(2_800) }).strict();

export const bodies = {
  CREATE: z
    .object({
      name: nameSchema,
      nonce: bytesOf(32),
      member: id<MemberId>(),
      memberName: nameSchema,
      sealKey: bytesOf(32),
      certificate: bytesOf(64),
      /** Members by the keys of their roots, known beforehand; they count once they are admitted. */
      coOwners: z.array(id<MemberId>()).max(3).optional(),
    })
    .strict(),
  COMMUNITY_UPDATE: z
    .object({ name: nameSchema.optional(), about: text(1_024).optional(), icon: bytesOf(32).optional() })
    .strict(),
  /**
   * What everybody is told at once, as while servers are down; an empty text takes the note away. `at`: milliseconds since
   * the Unix epoch by the author's clock, for people to read. It decides nothing.
   */
  COMMUNITY_NOTE: z.object({ text: noteSchema, at: timeSchema }).strict(),
  /** An invite's public key; its seed sealed under an epoch's key, so that every member can answer its room. */
  INVITE: z
    .object({
      inviteKey: bytesOf(32),
      epoch: id<OpId>(),
      nonce: bytesOf(24),
      sealedSeed: bytesOf(16 + 16),
      /** People it admits; without it, as many as a community can have. */
      uses: z.number().int().min(1).max(1_000).optional(),
      /** Only the inviter and moderators admit with it. */
      needsApproval: z.boolean().optional(),
      /** Milliseconds since the Unix epoch. Advice to honest clients: no clock decides what is valid. */
      expires: z.number().int().min(0).optional(),
    })
    .strict(),
  REVOKE_INVITE: z.object({ invite: id<OpId>() }).strict(),
  ADMIT: z
    .object({
      invite: id<OpId>(),
      ...newDevice,
      memberName: nameSchema,
      /** The joiner's own proof, by the invite's key: nobody can be admitted who did not ask. */
      proof: bytesOf(64),
      boxes,
    })
    .strict(),
  ADD_DEVICE: z.object({ ...newDevice, boxes }).strict(),
  REMOVE_DEVICE: z.object({ ...removedDevice.shape, rotate: rotation.optional() }).strict(),
  LEAVE: z.object({ note: text(256).optional() }).strict(),
  KICK: removal,
  BAN: removal,
  UNBAN: z.object({ member: id<MemberId>() }).strict(),
  SET_PROFILE: z
    .object({ name: nameSchema.optional(), about: text(1_024).optional(), avatar: bytesOf(32).optional() })
    .strict(),
  ROLE_CREATE: z.object({ name: nameSchema, rank, permissions }).strict(),
  ROLE_UPDATE: z
    .object({
      role: roleId,
      name: nameSchema.optional(),
      rank: rank.optional(),
      permissions: permissions.optional(),
    })
    .strict(),
  ROLE_DELETE: z.object({ role: id<OpId>() }).strict(),
  ROLE_ASSIGN: z.object({ member: id<MemberId>(), role: id<OpId>() }).strict(),
  ROLE_UNASSIGN: z.object({ member: id<MemberId>(), role: id<OpId>() }).strict(),
  CHANNEL_CREATE: z.object({ name: nameSchema, topic: text(256), category: category.optional() }).strict(),
  CHANNEL_UPDATE: z
    .object({
      channel: id<ChannelId>(),
      name: nameSchema.optional(),
      topic: text(256).optional(),
      category: category.optional(),
      /** Seconds from one message of a member to their next; 0 ends it. */
      slowMode: z.number().int().min(0).max(MAX_SLOW_MODE).optional(),
      position: z.number().int().min(0).max(10_000).optional(),
    })
    .strict(),
  /** Archives: what was said stays, nobody says more. */
  CHANNEL_DELETE: z.object({ channel: id<ChannelId>() }).strict(),
  CHANNEL_OVERRIDE: z
    .object({
      channel: id<ChannelId>(),
      isPrivate: z.boolean(),
      overrides: z.array(override).max(64),
      /** What newcomers read; as before without it, and at first everything. */
      history: z.enum(['full', 'from-join']).optional(),
    })
    .strict(),
  /** A new epoch: the hash of its secret, and the secret sealed to each device that may have it. */
  ROTATE: rotation,
  /** A new epoch for those who may read a channel that has keys of its own. */
  CHANNEL_ROTATE: rotation.extend({ channel: id<ChannelId>() }).strict(),
  /** An epoch's secret for devices that had no box in its ROTATE: large communities, new readers of a channel. */
  EPOCH_BOXES: z.object({ epoch: id<OpId>(), boxes: z.array(deviceBox).min(1).max(MAX_BOXES) }).strict(),
  TRANSFER_OWNER: z.object({ to: id<MemberId>() }).strict(),
  /** Two things one device signed under one number: operations as they were sent, or record headers spelled out. */
  FORK_PROOF: z.union([
    z.object({ device: id<DeviceId>(), operations: z.tuple([text(16_000), text(16_000)]) }).strict(),
    z
      .object({ device: id<DeviceId>(), channel: id<ChannelId>(), records: z.tuple([signedRecord, signedRecord]) })
      .strict(),
  ]),
} as const;

export type Kind = keyof typeof bodies;
export type BodyOf<K extends Kind> = { [P in K]: { kind: P } & z.output<(typeof bodies)[P]> }[K];
export type OperationBody = BodyOf<Kind>;

const isKind = (kind: string): kind is Kind => Object.hasOwn(bodies, kind);

/** @returns undefined if a known kind does not fit its schema */
export const parseOperationBody = (
  kind: string,
  value: unknown,
): OperationBody | { kind: 'unknown'; name: string } | undefined => {
  if (!isKind(kind)) return { kind: 'unknown', name: kind };
  const parsed = bodies[kind].safeParse(value);
  return parsed.success ? ({ kind, ...parsed.data } as OperationBody) : undefined;
};
