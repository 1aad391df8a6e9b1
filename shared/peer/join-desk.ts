/** Both sides of joining: asking with an invite, and admitting who asks, at once or when somebody has decided. */
import { fromBase64Url, equalBytes } from '../base/bytes.ts';
import { type DeviceId, idBytes, type LinkId } from '../base/ids.ts';
import { joinDigest } from '../governance/join-digest.ts';
import { type InviteState, isOpenInvite } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import type { Operation } from '../governance/operation.ts';
import type { VoidReason } from '../governance/void-reason.ts';
import { isCertified } from '../keys/identity.ts';
import type { JoinRequestView } from '../model/views.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { JoinRequest } from '../sync/join-request.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';
import { draftAdmit, draftJoinRequest } from './found-community.ts';
import { createJoinRequests } from './join-requests.ts';

export type JoinDesk = {
  /** Sends our request to a member. */
  ask: (session: LinkSession) => void;
  /** Admits who asks, says why not, or that somebody has to decide. */
  asked: (session: LinkSession, request: JoinRequest) => Promise<void>;
  /** Decides. @returns false if nobody of that name waits */
  answer: (device: DeviceId, admit: boolean) => Promise<boolean>;
  requests: () => JoinRequestView[];
  /** Governance changed: whoever was admitted elsewhere is told here, and waits no more. */
  look: () => void;
};

/** What a joiner hears who is neither let in nor turned away. */
export const WAIT = 'wait';
/** What a joiner hears who was let in and removed before they heard of either. */
export const REMOVED = 'removed';

export const createJoinDesk = (
  ports: { crypto: Crypto; clock: Clock; send: (link: LinkId, frame: Uint8Array) => void },
  community: Community,
  desk: {
    operate: (body: OperationBody) => Promise<Operation>;
    verdictOn: (body: OperationBody) => VoidReason | undefined;
    sessions: () => readonly LinkSession[];
    admitted: (session: LinkSession) => void;
    refuse: (session: LinkSession, code: string) => void;
    /** Tells somebody who was let in and removed since who did so. */
    dismiss: (session: LinkSession) => void;
    /** Somebody waits for an answer of this person. */
    waits: (request: JoinRequestView) => void;
    changed: () => void;
  },
): JoinDesk => {
  const { crypto } = ports;
  const requests = createJoinRequests(community.id);
  const isIn = (device: DeviceId): boolean => community.standing(device) === 'active';
  const asking = (device?: DeviceId): LinkSession[] =>
    desk.sessions().filter((session) => session.mode === 'asked' && (device ?? session.device) === session.device);

  /** @returns why they are not in, if so */
  const admit = async (invite: InviteState, request: JoinRequest): Promise<string | undefined> => {
    const body = draftAdmit(crypto, community, invite.id, request);
    const verdict = desk.verdictOn(body);
    if (verdict === undefined) await desk.operate(body);
    return isIn(request.device) ? undefined : codeOf(community, request, verdict);
  };

  const letWait = (session: LinkSession, invite: InviteState, request: JoinRequest): void => {
    if (requests.isDeclined(request.device)) return desk.refuse(session, 'declined');
    const verdict = desk.verdictOn(draftAdmit(crypto, community, invite.id, request));
    // nobody could let them in
    if (verdict !== undefined && FINAL.has(verdict)) return desk.refuse(session, codeOf(community, request, verdict));
    desk.refuse(session, WAIT);
    // who may not decide only says that somebody has to
    if (verdict !== undefined) return;
    const added = requests.add(invite, request);
    if (added === undefined) return;
    desk.changed();
    desk.waits(added);
  };

  return {
    ask: (session) => {
      const seed = fromBase64Url(community.local.invite?.seed ?? '');
      if (seed === undefined) return;
      const join = { community: community.id, seed, memberName: community.local.memberName };
      const request = draftJoinRequest(crypto, community.identity, join);
      ports.send(session.link, writeLinkMessage({ kind: 'join', request }));
    },
    asked: async (session, request) => {
      if (request.device !== session.device) return desk.refuse(session, 'wrong-device');
      if (isIn(request.device)) return desk.admitted(session);
      if (community.state()?.devices.get(request.device)?.status === 'removed') {
        desk.refuse(session, REMOVED);
        return desk.dismiss(session);
      }
      const invite = findInvite(crypto, community, request, ports.clock.now());
      const why = invite === undefined ? 'invite-not-valid' : whyClosed(invite, ports.clock.now());
      if (invite === undefined || why !== undefined) return desk.refuse(session, why ?? 'invite-not-valid');
      if (invite.needsApproval) return letWait(session, invite, request);
      const refusal = await admit(invite, request);
      if (refusal === undefined) desk.admitted(session);
      else desk.refuse(session, refusal);
    },
    answer: async (device, isAdmitted) => {
      const held = requests.take(device);
      if (held === undefined) return false;
      const refusal = isAdmitted ? await admit(held.invite, held.request) : undefined;
      if (refusal !== undefined) for (const session of asking(device)) desk.refuse(session, refusal);
      if (!isAdmitted) {
        requests.decline(device);
        for (const session of asking(device)) desk.refuse(session, 'declined');
      }
      desk.changed();
      return true;
    },
    requests: requests.views,
    look: () => {
      for (const session of asking()) if (isIn(session.device)) desk.admitted(session);
      const done = requests.views().filter(({ device }) => isIn(device));
      for (const { device } of done) requests.take(device);
      if (done.length > 0) desk.changed();
    },
  };
};

/** Whoever decides. */
const FINAL: ReadonlySet<VoidReason> = new Set<VoidReason>(['banned-member', 'too-many']);

/** What they hear to whom the verdict on their admission applies. */
const codeOf = (community: Community, { member }: JoinRequest, verdict: VoidReason | undefined): string => {
  if (verdict === 'banned-member') return 'banned';
  if (verdict !== 'too-many') return 'not-admitted';
  return community.state()?.members.get(member)?.status === 'active' ? 'too-many-devices' : 'full';
};

const whyClosed = (invite: InviteState, now: number): string | undefined => {
  if (invite.isRevoked) return 'invite-revoked';
  if (!isOpenInvite(invite)) return 'invite-used-up';
  return (invite.expires ?? now) < now ? 'invite-expired' : undefined;
};

/** The invite whose key made the proof; undefined if there is none, or the certificate is not good. */
const findInvite = (
  crypto: Crypto,
  community: Community,
  request: JoinRequest,
  now: number,
): InviteState | undefined => {
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
  const invites = [...(community.state()?.invites.values() ?? [])];
  const isOpen = (invite: InviteState): boolean => whyClosed(invite, now) === undefined;
  // an invite may be made with the key of another: a closed one must not stand before one that is open
  return [...invites.filter(isOpen), ...invites.filter((invite) => !isOpen(invite))].find(
    ({ inviteKey }) =>
      !equalBytes(inviteKey, new Uint8Array(32)) && crypto.verify(bytes(request.proof), digest, inviteKey),
  );
};
