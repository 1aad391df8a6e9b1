/** Both sides of connecting by codes: which room's key seals them, and which offer an answer belongs to. */
import type { CommunityId } from '../base/ids.ts';
import { equalBytes } from '../base/bytes.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { deriveInviteKeys, type InvitePart, parseInvite } from '../keys/invite.ts';
import {
  ANSWER_INSTEAD,
  type LinkCode,
  openAnswer,
  openOffer,
  parseLinkCode,
  writeAnswer,
  writeInviteOffer,
  writeOffer,
} from '../keys/link-code.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import type { Transport } from '../ports/transport.ts';
import type { CodeApi, OfferCodeError } from './code-api.ts';
import type { Community } from './community.ts';
import type { CommunityRoom } from './rooms.ts';

type DeskPorts = {
  crypto: Crypto;
  random: Random;
  transport: Transport;
  communityOf: (id: CommunityId) => Community | undefined;
  /** Those that this device is in, of all communities. */
  rooms: () => readonly CommunityRoom[];
  /** False while this machine hides its address and has no relay. */
  mayConnect: () => boolean;
  /** Asks to join, as with an invite link. */
  ask: (invite: InvitePart, memberName: string) => Promise<Result<unknown, 'bad-name' | 'already-member'>>;
};

type Offer = { attempt: string; room: CommunityRoom; bytes: Uint8Array };

/** More are not waiting anyway: the transport ends the oldest. */
const MAX_OFFERS = 8;

export const createCodeDesk = (ports: DeskPorts): CodeApi => {
  const { crypto, random, transport } = ports;
  const offers: Offer[] = [];
  return {
    offerCode: async ({ community, invite }) => {
      if (!ports.mayConnect()) return fail('no-relay', NO_RELAY);
      const place = offerPlace(ports, community, invite);
      if (!place.ok) return place;
      const { room } = place.value;
      const made = await transport.codes.offer();
      if (made === undefined) return fail('no-address', NO_ADDRESS);
      const { code, bytes } =
        place.value.invite === undefined
          ? writeOffer({ crypto, random }, room.scope.key, made.side)
          : writeInviteOffer(place.value.invite, made.side);
      offers.push({ attempt: made.attempt, room, bytes });
      offers.splice(0, offers.length - MAX_OFFERS);
      return ok(code);
    },
    answerCode: async ({ code, memberName }) => {
      if (!ports.mayConnect()) return fail('no-relay', NO_RELAY);
      const parsed = parseLinkCode(code);
      if (!parsed.ok) return parsed;
      if (parsed.value.kind === 'answer') return fail('answer-instead', ANSWER_INSTEAD);
      if (parsed.value.kind === 'offer') return answerMember(ports, parsed.value);
      return answerInvite(ports, parsed.value, memberName ?? '');
    },
    acceptCode: async ({ code }) => {
      const parsed = parseLinkCode(code);
      if (!parsed.ok) return parsed;
      const answer = parsed.value;
      if (answer.kind !== 'answer') return fail('offer-instead', OFFER_INSTEAD);
      for (const { attempt, room, bytes } of offers) {
        const side = openAnswer(crypto, room.scope.key, bytes, answer);
        if (side === undefined) continue;
        const came = await transport.codes.accept(attempt, room.topic, side);
        if (came === 'opened') return ok(room.community.id);
        return came === 'gone' ? fail('other-offer', ENDED) : fail('no-connection', NO_CONNECTION);
      }
      return fail('other-offer', OTHER_OFFER);
    },
  };
};

type Answering = ReturnType<CodeApi['answerCode']>;

const answerMember = async (ports: DeskPorts, code: Extract<LinkCode, { kind: 'offer' }>): Answering => {
  for (const room of byOrder(ports.rooms())) {
    const side = openOffer(ports.crypto, room.scope.key, code);
    if (side !== undefined) return answerIn(ports, room, code.bytes, side);
  }
  return fail('not-for-this-device', NOT_FOR_US);
};

const answerInvite = async (
  ports: DeskPorts,
  { invite, bytes, side }: Extract<LinkCode, { kind: 'invite-offer' }>,
  memberName: string,
): Answering => {
  const asked = await ports.ask(invite, memberName);
  if (!asked.ok) return asked;
  const room = inviteRoom(ports, invite);
  // somebody else let it in meanwhile
  return room === undefined ? fail('already-member', IS_MEMBER) : answerIn(ports, room, bytes, side);
};

const answerIn = async (
  { crypto, random, transport }: DeskPorts,
  room: CommunityRoom,
  offer: Uint8Array,
  side: Uint8Array,
): Answering => {
  const answered = await transport.codes.answer(room.topic, side);
  if (answered === undefined) return fail('no-address', NO_ADDRESS);
  const answer = writeAnswer({ crypto, random }, room.scope.key, offer, answered);
  return ok({ community: room.community.id, answer });
};

const byOrder = (rooms: readonly CommunityRoom[]): CommunityRoom[] => rooms.toSorted((a, b) => a.order - b.order);

const inviteRoom = ({ crypto, rooms }: DeskPorts, { community, seed }: InvitePart): CommunityRoom | undefined => {
  const { signing } = deriveInviteKeys(crypto, community, seed);
  return rooms().find(({ scope }) => scope.kind === 'invite' && equalBytes(scope.id, signing.publicKey));
};

/** The room for which an offer is made: that of the invite, or the first that this device is in. */
const offerPlace = (
  ports: DeskPorts,
  id: CommunityId,
  link: string | undefined,
): Result<{ room: CommunityRoom; invite: InvitePart | undefined }, OfferCodeError> => {
  const community = ports.communityOf(id);
  if (community === undefined) return fail('no-such-community', NO_COMMUNITY);
  if (community.isRemoved()) return fail('removed', REMOVED);
  if (link === undefined) {
    const [room] = byOrder(ports.rooms().filter((each) => each.community.id === id));
    return room === undefined ? fail('no-such-community', NO_COMMUNITY) : ok({ room, invite: undefined });
  }
  const invite = parseInvite(ports.crypto, link);
  if (!invite.ok) return fail('bad-invite', invite.message);
  const room = invite.value.community === id ? inviteRoom(ports, invite.value) : undefined;
  return room === undefined ? fail('bad-invite', NOT_ANSWERED) : ok({ room, invite: invite.value });
};

const NO_COMMUNITY = 'This device is not in that community.';
const REMOVED = 'You are not in this community any more, so you cannot connect to its members.';
const NOT_ANSWERED = 'This invite is not one of the newest of this community any more. Make a new link, then a code.';
const NO_ADDRESS =
  'This device found no network address by which another could reach it. Connect it to a network, also one without internet, and try again.';
const NO_RELAY =
  'This device hides its address, and has no relay through which others could reach it. Add a relay to the network settings, or stop hiding the address.';
const IS_MEMBER = 'You are in this community already. Ask for a code that is for members, without an invite.';
const NOT_FOR_US =
  'This device cannot open this code: it is for another community, or was made with a newer key. Make the first code here, and let the other person answer it.';
const OFFER_INSTEAD =
  'This is a first code, not an answer. Give your own code to the other person, and paste here what they get for it: it begins with HOLDFAST-ANSWER:';
const OTHER_OFFER =
  'This answer belongs to another code than the one made here. Give the other person the code shown here, and paste the answer that they get for it.';
const ENDED =
  'This answer came too late: a code waits 15 minutes, and is good for one answer. Make a new code and start again.';
const NO_CONNECTION =
  'The codes fit, but the two devices cannot reach each other. They must be on the same network, or one of them must be reachable from the other’s. Start again with a new code when they are.';
