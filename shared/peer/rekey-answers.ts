/** A linked device asks for a new key for itself: it is brought in like a further device of its member. */
import type { MemberId } from '../base/ids.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { RekeyRequest } from '../sync/rekey-request.ts';
import { addDevice } from './add-device.ts';
import type { Community } from './community.ts';

/** New keys that one member gets from here until the next start: each is an operation of ours. */
const MAX_ANSWERS = 8;

export const createRekeyAnswers = (
  { crypto, logger }: { crypto: Crypto; logger: Logger },
  community: Community,
  operate: (body: OperationBody) => Promise<unknown>,
): ((session: LinkSession, request: RekeyRequest) => Promise<void>) => {
  const answers = new Map<MemberId, number>();
  return async (session, request) => {
    const device = community.state()?.devices.get(session.device);
    // a device that was removed, a stolen one say, stays out
    if (device?.status !== 'active') return;
    const given = answers.get(device.member) ?? 0;
    if (given >= MAX_ANSWERS) return;
    answers.set(device.member, given + 1);
    const refusal = await addDevice(crypto, community, operate, { member: device.member, added: request });
    if (refusal !== undefined) logger.warn('rekey-refused', { refusal });
  };
};
