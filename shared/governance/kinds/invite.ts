import { bytes } from '../effects.ts';
import { isSoundSigningKey } from '../rules/keys-are-sound.ts';
import { MAX_MEMBERS } from '../rules/limits.ts';
import { needs } from '../rules/who-has-the-right.ts';
import { defineKind } from './kind-rule.ts';

export const invite = defineKind<'INVITE'>({
  authority: (state, { member }) => needs(state, member, 'manage-invites'),
  fits: () => undefined,
  proves: (_state, { body }, { plant }) =>
    plant === 'weak-keys' || isSoundSigningKey(bytes(body.inviteKey)) ? undefined : 'bad-proof',
  apply: (state, { operation, body, device, depth }) => ({
    ...state,
    invites: state.invites.set(operation.id, {
      id: operation.id,
      inviteKey: bytes(body.inviteKey),
      epoch: body.epoch,
      nonce: bytes(body.nonce),
      sealedSeed: bytes(body.sealedSeed),
      by: device,
      usesLeft: body.uses ?? MAX_MEMBERS,
      needsApproval: body.needsApproval ?? false,
      expires: body.expires,
      isRevoked: false,
      depth,
    }),
  }),
});
