/** A link as tests know it, for what does not depend on how it came about. */
import { type DeviceId, linkId, ZERO_ID } from '../base/ids.ts';
import { type LinkSession, openSession } from '../sync/link-session.ts';

/** @param device of the other end @param link its name, where it is not the device's */
export const sessionWith = (device: string, { link = device, now = 0 } = {}): LinkSession =>
  openSession(linkId(link), device as DeviceId, 'member', 'epoch', now, { secret: ZERO_ID, leads: false });
