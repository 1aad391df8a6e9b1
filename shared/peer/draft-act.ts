/** An act of a person → the body of the operation that says it. */
import { defined } from '../base/defined.ts';
import type { CommunityState } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { timeToSay } from '../governance/operation.ts';
import type { GovernanceAct } from '../model/acts.ts';
import { CHANNEL_PERMISSIONS, type Permission } from '../model/permissions.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { Community } from './community.ts';
import { cutOf, devicesOf, stateWithout } from './draft-removal.ts';
import { draftRotation, type RotationDraft } from './draft-rotation.ts';

type Ports = { crypto: Crypto; random: Random; clock: Clock };
/** Answered by the join desk, not by an operation of its own. */
export type OperationAct = Exclude<GovernanceAct, { kind: 'answer-request' }>;

export type Draft = { body: OperationBody; rest: RotationDraft['rest'] };

const alone = (body: OperationBody): Draft => ({ body, rest: () => [] });

export const draftAct = (ports: Ports, community: Community, state: CommunityState, act: OperationAct): Draft => {
  switch (act.kind) {
    case 'kick':
    case 'ban':
    case 'remove-device':
      return removal(ports, community, state, act);
    case 'rotate': {
      const { rotation, rest } = draftRotation(ports, community, state);
      return { body: { kind: 'ROTATE', ...rotation }, rest };
    }
    case 'incident-note':
      return alone({ kind: 'COMMUNITY_NOTE', text: act.text.trim(), at: timeToSay(ports.clock.now()) });
    default:
      return alone(plainBody(act));
  }
};

const removal = (
  ports: Ports,
  community: Community,
  state: CommunityState,
  act: Extract<OperationAct, { kind: 'kick' | 'ban' | 'remove-device' }>,
): Draft => {
  const { rotation: rotate, rest } = draftRotation(ports, community, stateWithout(state, act));
  if (act.kind === 'remove-device')
    return { body: { kind: 'REMOVE_DEVICE', ...cutOf(community, state, act.device), rotate }, rest };
  const devices = devicesOf(state, act.member).map((device) => cutOf(community, state, device));
  const reason = act.reason === undefined || act.reason === '' ? {} : { reason: act.reason };
  return { body: { kind: KINDS[act.kind], member: act.member, devices, ...reason, rotate }, rest };
};

const KINDS = { kick: 'KICK', ban: 'BAN' } as const;

type PlainAct = Exclude<OperationAct, { kind: 'kick' | 'ban' | 'remove-device' | 'rotate' | 'incident-note' }>;

const plainBody = (act: PlainAct): OperationBody => {
  switch (act.kind) {
    case 'unban':
      return { kind: 'UNBAN', member: act.member };
    case 'revoke-invite':
      return { kind: 'REVOKE_INVITE', invite: act.invite };
    case 'transfer-owner':
      return { kind: 'TRANSFER_OWNER', to: act.to };
    case 'leave':
      return act.note === undefined || act.note === '' ? { kind: 'LEAVE' } : { kind: 'LEAVE', note: act.note };
    case 'set-profile':
      return { ...without(act), kind: 'SET_PROFILE' };
    case 'update-community':
      return { ...without(act), kind: 'COMMUNITY_UPDATE' };
    default:
      return isRoleAct(act) ? roleBody(act) : channelBody(act);
  }
};

type ChannelAct = Extract<
  PlainAct,
  { kind: 'create-channel' | 'update-channel' | 'archive-channel' | 'set-channel-access' }
>;

const channelBody = (act: ChannelAct): OperationBody => {
  switch (act.kind) {
    case 'create-channel':
      return {
        kind: 'CHANNEL_CREATE',
        name: act.name,
        topic: act.topic ?? '',
        ...defined({ category: act.category }),
      };
    case 'update-channel':
      return { ...without(act), kind: 'CHANNEL_UPDATE' };
    case 'archive-channel':
      return { kind: 'CHANNEL_DELETE', channel: act.channel };
    case 'set-channel-access':
      return accessBody(act);
  }
};

export const accessBody = (act: Extract<PlainAct, { kind: 'set-channel-access' }>): OperationBody => ({
  kind: 'CHANNEL_OVERRIDE',
  channel: act.channel,
  isPrivate: act.isPrivate,
  overrides: act.overrides.map(({ subject, allow, deny }) => ({
    subject,
    allow: allow.filter(isOfChannels),
    deny: deny.filter(isOfChannels),
  })),
  ...(act.history === undefined ? {} : { history: act.history }),
});

type RoleAct = Extract<
  PlainAct,
  { kind: 'create-role' | 'update-role' | 'delete-role' | 'assign-role' | 'unassign-role' }
>;

const isRoleAct = (act: RoleAct | ChannelAct): act is RoleAct => act.kind.endsWith('-role');

const roleBody = (act: RoleAct): OperationBody => {
  switch (act.kind) {
    case 'create-role':
      return { kind: 'ROLE_CREATE', name: act.name, rank: act.rank, permissions: [...act.permissions] };
    case 'update-role':
      return {
        kind: 'ROLE_UPDATE',
        role: act.role,
        ...(act.name === undefined ? {} : { name: act.name }),
        ...(act.rank === undefined ? {} : { rank: act.rank }),
        ...(act.permissions === undefined ? {} : { permissions: [...act.permissions] }),
      };
    case 'delete-role':
      return { kind: 'ROLE_DELETE', role: act.role };
    case 'assign-role':
      return { kind: 'ROLE_ASSIGN', member: act.member, role: act.role };
    case 'unassign-role':
      return { kind: 'ROLE_UNASSIGN', member: act.member, role: act.role };
  }
};

const isOfChannels = (permission: Permission): permission is (typeof CHANNEL_PERMISSIONS)[number] =>
  (CHANNEL_PERMISSIONS as readonly Permission[]).includes(permission);

/** Fields that an act leaves out, an operation leaves out too. */
const without = <A extends { kind: string }>({ kind: _kind, ...rest }: A): Omit<A, 'kind'> => rest;
