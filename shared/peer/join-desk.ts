/** Both sides of joining: asking with an invite, and admitting who asks. */
import { fromBase64Url, equalBytes } from '../base/bytes.ts';
import { idBytes } from '../base/ids.ts';
import { joinDigest } from '../governance/join-digest.ts';
import { type InviteState, isOpenInvite } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import type { Operation } from '../governance/operation.ts';
import { isCertified } from '../keys/identity.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { JoinRequest } from '../sync/join-request.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { LinkId } from '../base/ids.ts';
import type { Community } from './community.ts';
import { draftAdmit, draftJoinRequest } from './found-community.ts';

export type JoinDesk = {
  /** Sends our request to a member. */
  ask: (session: LinkSession) => void;
  /** Admits who asks, or says why not. */
  asked: (session: LinkSession, request: JoinRequest) => Promise<void>;
};

export const createJoinDesk = (
  ports: { crypto: Crypto; send: (link: LinkId, frame: Uint8Array) => void },
  community: Community,
  desk: {
    operate: (body: OperationBody) => Promise<Operation>;
    admitted: (session: LinkSession) => void;
    refuse: (session: LinkSession, code: string) => void;
  },
): JoinDesk => ({
  ask: (session) => {
    const seed = fromBase64Url(community.local.invite?.seed ?? '');
    if (seed === undefined) return;
    const join = { community: community.id, seed, memberName: community.local.memberName };
    const request = draftJoinRequest(ports.crypto, community.identity, join);
    ports.send(session.link, writeLinkMessage({ kind: 'join', request }));
  },
  asked: async (session, request) => {
    if (request.device !== session.device) return desk.refuse(session, 'wrong-device');
    const standing = community.standing(request.device);
    if (standing === 'active') return desk.admitted(session);
    if (community.log.state()?.devices.get(request.device)?.status === 'removed')
      return desk.refuse(session, 'removed');
    const invite = findInvite(ports.crypto, community, request);
    if (invite === undefined) return desk.refuse(session, 'invite-not-valid');
    await desk.operate(draftAdmit(ports.crypto, community, invite.id, request));
    if (community.standing(request.device) === 'active') desk.admitted(session);
    else desk.refuse(session, 'not-admitted');
  },
});

/** The invite whose key made the proof; undefined if there is none, or the certificate is not good. */
const findInvite = (crypto: Crypto, community: Community, request: JoinRequest): InviteState | undefined => {
  const bytes = (text: string): Uint8Array => fromBase64Url(text) ?? new Uint8Array(0);
  const claim = {
    context: idBytes(community.id),
    member: request.member,
    device: request.device,
    sealKey: bytes(request.sealKey),
    certificate: bytes(request.certificate),
  };
  if (!isCertified(crypto, claim)) return undefined;
  const digest = joinDigest(crypto, { ...request, community: community.id });
  return [...(community.state()?.invites.values() ?? [])]
    .filter(isOpenInvite)
    .find(
      ({ inviteKey }) =>
        !equalBytes(inviteKey, new Uint8Array(32)) && crypto.verify(bytes(request.proof), digest, inviteKey),
    );
};
