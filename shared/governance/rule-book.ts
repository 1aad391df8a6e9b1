/** Every kind of operation and its rule. */
import { addDevice } from './kinds/add-device.ts';
import { admit } from './kinds/admit.ts';
import { channelDelete, channelOverride, channelUpdate } from './kinds/channel-change.ts';
import { channelCreate } from './kinds/channel-create.ts';
import { channelRotate } from './kinds/channel-rotate.ts';
import { communityNote } from './kinds/community-note.ts';
import { communityUpdate } from './kinds/community-update.ts';
import { create } from './kinds/create.ts';
import { ban, kick } from './kinds/end-membership.ts';
import { epochBoxes } from './kinds/epoch-boxes.ts';
import { forkProof } from './kinds/fork-proof.ts';
import { invite } from './kinds/invite.ts';
import type { AnyRule } from './kinds/kind-rule.ts';
import { leave } from './kinds/leave.ts';
import { removeDevice } from './kinds/remove-device.ts';
import { revokeInvite } from './kinds/revoke-invite.ts';
import { roleAssign } from './kinds/role-assign.ts';
import { roleCreate } from './kinds/role-create.ts';
import { roleDelete } from './kinds/role-delete.ts';
import { roleUnassign } from './kinds/role-unassign.ts';
import { roleUpdate } from './kinds/role-update.ts';
import { rotate } from './kinds/rotate.ts';
import { setProfile } from './kinds/set-profile.ts';
import { transferOwner } from './kinds/transfer-owner.ts';
import { unban } from './kinds/unban.ts';
import type { Kind } from './operation-body.ts';

export const RULE_BOOK: Readonly<Record<Kind, AnyRule>> = {
  CREATE: create,
  COMMUNITY_UPDATE: communityUpdate,
  COMMUNITY_NOTE: communityNote,
  INVITE: invite,
  REVOKE_INVITE: revokeInvite,
  ADMIT: admit,
  ADD_DEVICE: addDevice,
  REMOVE_DEVICE: removeDevice,
  LEAVE: leave,
  KICK: kick,
  BAN: ban,
  UNBAN: unban,
  SET_PROFILE: setProfile,
  ROLE_CREATE: roleCreate,
  ROLE_UPDATE: roleUpdate,
  ROLE_DELETE: roleDelete,
  ROLE_ASSIGN: roleAssign,
  ROLE_UNASSIGN: roleUnassign,
  CHANNEL_CREATE: channelCreate,
  CHANNEL_UPDATE: channelUpdate,
  CHANNEL_DELETE: channelDelete,
  CHANNEL_OVERRIDE: channelOverride,
  ROTATE: rotate,
  CHANNEL_ROTATE: channelRotate,
  EPOCH_BOXES: epochBoxes,
  TRANSFER_OWNER: transferOwner,
  FORK_PROOF: forkProof,
};
