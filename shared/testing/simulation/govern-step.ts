/** What people do to their community, through the same requests as the app; and what they learn of it. */
import { channelId, idBytes, type MemberId, type OpId } from '../../base/ids.ts';
import type { GovernanceAct } from '../../model/acts.ts';
import { PERMISSIONS, type Permission } from '../../model/permissions.ts';
import type { MemberView } from '../../model/views.ts';
import type { Act, Step } from './plan.ts';
import type { SimMachine } from './sim-machine.ts';
import type { Place, SimStage } from './sim-stage.ts';
import type { Kind } from './tally.ts';

type GovernStep = Extract<Step, { kind: 'govern' }>;
type Scene = { stage: SimStage; machine: SimMachine; place: Place; step: GovernStep };

export const governStep = async (
  stage: SimStage,
  machine: SimMachine,
  place: Place,
  step: GovernStep,
): Promise<void> => {
  const act = await ACT_OF[step.act]({ stage, machine, place, step });
  if (act === undefined) return;
  const done = await machine
    .peer()
    .govern({ community: place.community, act })
    // a full disk refuses with an exception
    .catch(() => ({ ok: false as const }));
  if (!done.ok) return stage.tally.note('acts refused');
  stage.tally.note(TALLIED[step.act]);
  if (act.kind === 'create-channel') place.channels.push(channelId(idBytes(done.value)));
};

type Choose = (scene: Scene) => Promise<GovernanceAct | undefined>;

const RANKS = [50, 10, 60];
const CHANNELS_MAX = 5;

const aboutMember =
  (make: (member: MemberId, scene: Scene) => GovernanceAct): Choose =>
  async (scene) => {
    const target = await memberOf(scene);
    return target && make(target.id, scene);
  };

const aboutRole =
  (make: (role: OpId, member: MemberId, scene: Scene) => GovernanceAct): Choose =>
  async (scene) => {
    const role = await roleOf(scene);
    const target = await memberOf(scene);
    return role === undefined || target === undefined ? undefined : make(role, target.id, scene);
  };

const aboutChannel =
  (make: (channel: Place['channel']) => GovernanceAct): Choose =>
  async ({ place, step }) => {
    // the first one stays open: people need a place to talk in
    const others = place.channels.slice(1);
    const channel = others[step.choice % Math.max(1, others.length)];
    return channel && make(channel);
  };

const ACT_OF: Readonly<Record<Act, Choose>> = {
  kick: aboutMember((member) => ({ kind: 'kick', member })),
  ban: aboutMember((member) => ({ kind: 'ban', member, reason: 'floods' })),
  unban: async ({ machine, place, step }) => {
    const banned = (await machine.queries().formerMembers(place.community)).filter(({ status }) => status === 'banned');
    const target = banned[step.choice % Math.max(1, banned.length)];
    return target && { kind: 'unban', member: target.id };
  },
  'create-role': async ({ step }) => ({
    kind: 'create-role',
    name: `role ${step.choice}`,
    rank: RANKS[step.choice % RANKS.length] ?? 1,
    permissions: permissionsOf(step.choice),
  }),
  'update-role': aboutRole((role, _, { step }) => ({
    kind: 'update-role',
    role: step.choice % 4 === 0 ? 'everyone' : role,
    permissions: permissionsOf(step.choice + 1),
  })),
  'delete-role': aboutRole((role) => ({ kind: 'delete-role', role })),
  'assign-role': aboutRole((role, member) => ({ kind: 'assign-role', member, role })),
  'unassign-role': aboutRole((role, member) => ({ kind: 'unassign-role', member, role })),
  'create-channel': async ({ place, step }) =>
    place.channels.length < CHANNELS_MAX ? { kind: 'create-channel', name: `channel ${step.choice}` } : undefined,
  'archive-channel': aboutChannel((channel) => ({ kind: 'archive-channel', channel })),
  'announce-only': aboutChannel((channel) => ({
    kind: 'set-channel-access',
    channel,
    isPrivate: false,
    overrides: [{ subject: { role: 'everyone' }, allow: [], deny: ['post'] }],
  })),
  'revoke-invite': async ({ machine, place, step }) => {
    const open = (await machine.queries().invites(place.community)).filter(({ isRevoked }) => !isRevoked);
    const invite = open[step.choice % Math.max(1, open.length)];
    return invite && { kind: 'revoke-invite', invite: invite.id };
  },
  leave: async () => ({ kind: 'leave' }),
  rotate: async () => ({ kind: 'rotate' }),
  'remove-device': async (scene) => {
    const devices = (await memberOf(scene))?.devices ?? [];
    const device = devices[scene.step.choice % Math.max(1, devices.length)];
    return device && { kind: 'remove-device', device };
  },
  'transfer-owner': aboutMember((to) => ({ kind: 'transfer-owner', to })),
  'set-profile': async ({ stage, machine, step }) => {
    const name = `${machine.person} ${step.choice}`;
    stage.names.get(machine.person)?.add(name);
    return { kind: 'set-profile', name };
  },
  'update-community': async ({ step: { choice } }) =>
    choice % 3 === 0
      ? { kind: 'incident-note', text: choice % 2 === 0 ? '' : `note ${choice}` }
      : { kind: 'update-community', about: `about ${choice}` },
};

/** What a moderator needs, with one missing now and then; or only what everybody has. */
const permissionsOf = (choice: number): readonly Permission[] =>
  choice % 5 === 4
    ? ['manage-invites', 'admit', 'post']
    : PERMISSIONS.filter((_, at) => at !== choice % (PERMISSIONS.length * 2));

/** The member on the target's machine, as this machine knows them. */
const memberOf = async ({ stage, machine, place, step }: Scene): Promise<MemberView | undefined> => {
  const target = stage.machines[step.target % stage.machines.length];
  const id = target?.community(place.community)?.identity.member;
  return (await machine.queries().members(place.community)).find((member) => member.id === id);
};

const roleOf = async ({ machine, place, step }: Scene): Promise<OpId | undefined> => {
  const roles = (await machine.queries().roles(place.community)).flatMap(({ id }) => (id === 'everyone' ? [] : [id]));
  return roles[step.choice % Math.max(1, roles.length)];
};

const TALLIED: Readonly<Record<Act, Kind>> = {
  kick: 'kicks',
  ban: 'bans',
  unban: 'unbans',
  'create-role': 'roles made, changed or deleted',
  'update-role': 'roles made, changed or deleted',
  'delete-role': 'roles made, changed or deleted',
  'assign-role': 'roles given or taken',
  'unassign-role': 'roles given or taken',
  'create-channel': 'channels made',
  'archive-channel': 'channels archived',
  'announce-only': 'announcement channels',
  'revoke-invite': 'invites revoked',
  leave: 'leaves',
  rotate: 'keys made by hand',
  'remove-device': 'devices removed by hand',
  'transfer-owner': 'owners changed',
  'set-profile': 'profiles changed',
  'update-community': 'profiles changed',
};
