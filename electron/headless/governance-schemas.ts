/** What the requests about a community's government look like. */
import { z } from 'zod';

import { CHANNEL_PERMISSIONS, PERMISSIONS } from '../../shared/model/permissions.ts';

z.config({ jitless: true });

/** Core and governance judge names, ranks and lengths; here only what would be absurd is refused. */
const text = z.string().max(4_096);
const community = z.string().max(64).optional();
const permissions = z.array(z.enum(PERMISSIONS));
const channelPermissions = z.array(z.enum(CHANNEL_PERMISSIONS)).default([]);
const subject = { allow: channelPermissions, deny: channelPermissions };
const overrides = z
  .array(z.union([z.object({ role: text, ...subject }).strict(), z.object({ member: text, ...subject }).strict()]))
  .max(64);

const history = z.enum(['full', 'from-join']);

export const governanceRequests = [
  z.object({ do: z.literal('roles'), community }),
  z.object({ do: z.literal('invites'), community }),
  z.object({ do: z.literal('audit'), community }),
  z.object({
    do: z.literal('create-channel'),
    community,
    name: text,
    topic: text.optional(),
    private: z.boolean().optional(),
    overrides: overrides.optional(),
    history: history.optional(),
  }),
  z.object({
    do: z.literal('update-channel'),
    community,
    channel: text,
    name: text.optional(),
    topic: text.optional(),
    position: z.number().optional(),
  }),
  z.object({ do: z.literal('archive-channel'), community, channel: text }),
  z.object({
    do: z.literal('set-channel-access'),
    community,
    channel: text,
    private: z.boolean(),
    overrides,
    history: history.optional(),
  }),
  z.object({ do: z.literal('create-role'), community, name: text, rank: z.number(), permissions }),
  z.object({
    do: z.literal('update-role'),
    community,
    role: text,
    name: text.optional(),
    rank: z.number().optional(),
    permissions: permissions.optional(),
  }),
  z.object({ do: z.literal('delete-role'), community, role: text }),
  z.object({ do: z.literal('set-role'), community, member: text, role: text, on: z.boolean().default(true) }),
  z.object({ do: z.literal('kick'), community, member: text, reason: text.optional() }),
  z.object({ do: z.literal('ban'), community, member: text, reason: text.optional() }),
  z.object({ do: z.literal('unban'), community, member: text }),
  z.object({ do: z.literal('transfer-owner'), community, member: text }),
  z.object({ do: z.literal('revoke-invite'), community, invite: text }),
  z.object({ do: z.literal('rotate'), community }),
  z.object({ do: z.literal('remove-device'), community, device: text }),
  z.object({ do: z.literal('leave'), community, note: text.optional() }),
  z.object({ do: z.literal('set-profile'), community, name: text.optional(), about: text.optional() }),
  z.object({ do: z.literal('update-community'), community, name: text.optional(), about: text.optional() }),
  z.object({ do: z.literal('incident-note'), community, text }),
] as const;

export type GovernanceRequest = z.output<(typeof governanceRequests)[number]>;
/** Those that change something. */
export type ActRequest = Exclude<GovernanceRequest, { do: 'roles' | 'invites' | 'audit' }>;

export const isGovernanceRequest = (request: { do: string }): request is GovernanceRequest =>
  governanceRequests.some((each) => each.shape.do.value === request.do);
