/**
 * Why a device that was let in never came in, where nobody removed its member: the invite, or whoever let it in, is gone,
 * or rests on a key that was forked. What it needs to see that, and nothing else.
 */
import type { DeviceId } from '../base/ids.ts';
import type { GovernanceLog } from './governance-log.ts';
import type { Operation } from './operation.ts';
import { struckMemberOf } from './struck-device.ts';

/** Operations that are to be told with all that their authors knew. Empty for a device that was not struck. */
export const whyStruck = (log: GovernanceLog, device: DeviceId): Operation[] => {
  if (struckMemberOf(log, device) === undefined) return [];
  const all = log.all();
  const told = new Set<Operation>();
  for (const entrance of log.entrancesOf(device)) {
    const known = all.filter(({ id }) => id === entrance.id || log.knew(entrance.id, id));
    const grounds = groundsOf(entrance, known);
    const past = new Set(known);
    told.add(entrance);
    for (const operation of all)
      if (!past.has(operation) && (takesAway(log, operation, grounds) || isOtherSide(operation, known, grounds)))
        told.add(operation);
  }
  return [...told];
};

/** Whom and what it rests on: devices, members, invites and roles. Their ids never look alike. */
const groundsOf = (entrance: Operation, known: readonly Operation[]): ReadonlySet<string> => {
  const grounds = new Set([...idsIn(entrance), 'everyone']);
  for (let before = 0; before < grounds.size;) {
    before = grounds.size;
    for (const operation of known)
      if (givenBy(operation).some((id) => grounds.has(id))) for (const id of idsIn(operation)) grounds.add(id);
  }
  return grounds;
};

const idsIn = ({ device, body }: Operation): string[] => [
  device,
  ...('member' in body ? [body.member] : []),
  ...('device' in body ? [body.device] : []),
  ...('invite' in body ? [body.invite] : []),
  ...('role' in body ? [body.role] : []),
];

/** What is there because of it. */
const givenBy = ({ id, body }: Operation): string[] => {
  switch (body.kind) {
    case 'ADMIT':
    case 'ADD_DEVICE':
      return [body.device];
    case 'ROLE_ASSIGN':
      return [body.member];
    case 'TRANSFER_OWNER':
      return [body.to];
    case 'INVITE':
    case 'ROLE_CREATE':
      return [id];
    default:
      return [];
  }
};

const takesAway = (log: GovernanceLog, operation: Operation, grounds: ReadonlySet<string>): boolean => {
  if (log.resolution()?.voids.has(operation.id) === true) return false;
  const { body } = operation;
  switch (body.kind) {
    case 'KICK':
    case 'BAN':
    case 'ROLE_UNASSIGN':
      return grounds.has(body.member);
    case 'REMOVE_DEVICE':
    case 'FORK_PROOF':
      return grounds.has(body.device);
    case 'REVOKE_INVITE':
      return grounds.has(body.invite);
    case 'ROLE_UPDATE':
    case 'ROLE_DELETE':
      return grounds.has(body.role);
    case 'LEAVE':
      return grounds.has(operation.device);
    default:
      return false;
  }
};

/** Of a fork: its device signed something else under the same number. */
const isOtherSide = (operation: Operation, known: readonly Operation[], grounds: ReadonlySet<string>): boolean =>
  grounds.has(operation.device) &&
  known.some(({ device, deviceSeq }) => device === operation.device && deviceSeq === operation.deviceSeq);
