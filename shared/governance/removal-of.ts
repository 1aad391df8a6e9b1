/** What ended a device's membership, and what somebody who is told of it needs to check it. */
import type { DeviceId, MemberId, OpId } from '../base/ids.ts';
import type { GovernanceLog } from './governance-log.ts';
import type { OperationBody } from './operation-body.ts';
import type { Operation } from './operation.ts';
import { linksOf, parentsFirst } from './parents-first.ts';
import { struckMemberOf } from './struck-device.ts';

/** The last operation that counts and took the device, or its member, out. Undefined while it is active. */
export const removalOf = (log: GovernanceLog, device: DeviceId): Operation | undefined =>
  removalsOf(log, device).at(-1);

/**
 * All of them: somebody may know one, and have been let in again since, and not know another, at the same time as which that
 * was. None while it is active.
 */
export const removalsOf = (log: GovernanceLog, device: DeviceId): Operation[] => {
  const held = log.state()?.devices.get(device);
  if (held?.status === 'active') return [];
  const member = held?.member ?? struckMemberOf(log, device);
  return member === undefined ? [] : whatPutOut(log, member, device);
};

/** Likewise of a member. */
export const removalsOfMember = (log: GovernanceLog, member: MemberId): Operation[] =>
  log.state()?.members.get(member)?.status === 'active' ? [] : whatPutOut(log, member, undefined);

const whatPutOut = (log: GovernanceLog, member: MemberId, device: DeviceId | undefined): Operation[] => {
  const byId = new Map(log.all().map((operation) => [operation.id, operation]));
  return log.audit().flatMap(({ void: isVoid, operation, by }) => {
    const ended = byId.get(operation);
    if (isVoid !== undefined || ended === undefined) return [];
    const { body } = ended;
    const isOut = body.kind === 'LEAVE' ? by.member === member : isRemovalOf(body, { device, member });
    return isOut ? [ended] : [];
  });
};

const isRemovalOf = (
  body: OperationBody | { kind: 'unknown' },
  { device, member }: { device: DeviceId | undefined; member: string },
): boolean => {
  if (body.kind === 'KICK' || body.kind === 'BAN') return body.member === member;
  return body.kind === 'REMOVE_DEVICE' && body.device === device;
};

/** The operations and all that their authors knew, parents first. */
export const withTheirPast = (log: GovernanceLog, operations: readonly Operation[]): Operation[] => {
  const byId = new Map(log.all().map((each) => [each.id, each]));
  const past = new Map<OpId, Operation>();
  const open = [...operations];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (past.has(next.id)) continue;
    past.set(next.id, next);
    for (const link of linksOf(next)) {
      const known = byId.get(link);
      if (known !== undefined) open.push(known);
    }
  }
  return parentsFirst(past.values());
};
