/** Bringing one more device of a member into a community. */
import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import { type DeviceId, idBytes, type MemberId } from '../base/ids.ts';
import { isActiveDevice } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { MAX_DEVICES } from '../governance/rules/limits.ts';
import { isCertified } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Community } from './community.ts';

export type NewDevice = { device: DeviceId; sealKey: string; certificate: string };

type Operate = (body: OperationBody) => Promise<unknown>;

/** Boxes an operation can carry. */
const MAX_BOXES = 64;

/**
 * Makes ADD_DEVICE with boxes from which every epoch that this device has can be unwrapped: the new one reads everything.
 * @returns undefined once it is in; else in words why it is not
 */
export const addDevice = async (
  crypto: Crypto,
  community: Community,
  operate: Operate,
  { member, added }: { member: MemberId; added: NewDevice },
): Promise<string | undefined> => {
  const state = community.state();
  const held = state?.members.get(member);
  if (state === undefined || held?.status !== 'active') return 'You are not a member there any more.';
  const claim = { context: idBytes(community.id), member, device: added.device };
  const keys = { sealKey: bytes(added.sealKey), certificate: bytes(added.certificate) };
  if (!isCertified(crypto, { ...claim, ...keys })) return 'The new device’s keys are not certified by yours.';
  if (isActiveDevice(state, added.device)) return undefined;
  if (held.devices.length >= MAX_DEVICES)
    return `You have ${MAX_DEVICES} devices there already. Remove one first, then link this one again.`;
  const isOwn = community.identity.member === member;
  const ofChannels = isOwn ? community.channels().flatMap((channel) => community.keys.tips(channel)) : [];
  const epochs = [...community.keys.tips(), ...ofChannels].slice(0, MAX_BOXES);
  await operate({
    kind: 'ADD_DEVICE',
    ...added,
    member,
    boxes: epochs.map(({ id, secret }) => ({ epoch: id, box: toBase64Url(crypto.sealTo(secret, keys.sealKey)) })),
  });
  const after = community.state();
  return after !== undefined && isActiveDevice(after, added.device) ? undefined : 'The community did not accept it.';
};

const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? new Uint8Array(0);
