/** A community with a long history and many authors, made as its members would make it. */

import { toBase64Url } from '../../shared/base/bytes.ts';
import type { ChannelId } from '../../shared/base/ids.ts';
import { type Operation, signOperation } from '../../shared/governance/operation.ts';
import type { OperationBody } from '../../shared/governance/operation-body.ts';
import type { Identity } from '../../shared/keys/identity.ts';
import { deriveIdentity } from '../../shared/keys/identity.ts';
import { SEGMENT_MS } from '../../shared/lanes/hybrid-clock.ts';
import { writeLaneFrame } from '../../shared/lanes/lane-frame.ts';
import { writeOps } from '../../shared/lanes/ops.ts';
import { type Community, openCommunity } from '../../shared/peer/community.ts';
import { draftAdmit, draftInvite, draftJoinRequest, foundCommunity } from '../../shared/peer/found-community.ts';
import { writeRecord } from '../../shared/peer/write-record.ts';
import type { Crypto } from '../../shared/ports/crypto.ts';
import type { Random } from '../../shared/ports/random.ts';
import { cutRun } from '../../shared/sync/cut-runs.ts';
import { createSeededRandom } from '../../shared/testing/seeded-random.ts';
import { messageText } from './message-text.ts';

export type VerifyTown = {
  channel: ChannelId;
  /** One lane after another, as a member's sync serves them to a newcomer. */
  frames: Uint8Array[];
  bytes: number;
  /** A newcomer who has all of governance and none of the records. */
  newcomer: (crypto: Crypto) => Community;
};

const FIRST_WRITTEN = 2_900 * SEGMENT_MS + 60_000;
const BETWEEN_MS = 1_000;

/** @param records in all, the same number of each device */
export const buildVerifyTown = (
  crypto: Crypto,
  { devices, records }: { devices: number; records: number },
): VerifyTown => {
  const random = createSeededRandom(42);
  const { founder, people } = settleTown(crypto, random, devices);
  const channel = founder.channels()[0];
  const epoch = founder.keys.newest();
  if (channel === undefined || epoch === undefined) throw new Error('the community has no channel or no key');
  const authors = people.slice(0, devices).map(({ identity }) => writesAs(founder, identity));
  for (let at = 0; at < records; at += 1) {
    const author = authors[at % devices] ?? founder;
    const { place, fresh } = writeRecord(crypto, author, {
      channel,
      plaintext: writeOps([{ kind: 'post', text: messageText(at) }]),
      now: FIRST_WRITTEN + at * BETWEEN_MS,
      nonce: random.bytes(24),
      epoch,
    });
    const lane = founder.lane(channel, place.device);
    lane.append(fresh);
    lane.markDurable(lane.accepted());
  }
  const frames = framesOf(crypto, founder, channel);
  const last = people[devices];
  if (last === undefined) throw new Error('there is no newcomer');
  return {
    channel,
    frames,
    bytes: frames.reduce((sum, { length }) => sum + length, 0),
    newcomer: (own) => {
      const community = openCommunity(own, last.seeds, {
        community: founder.id,
        salt: last.salt,
        memberName: 'newcomer',
      });
      for (const operation of founder.log.all()) community.addOperation(operation);
      if (!community.isJoined() || community.keys.newest() === undefined) throw new Error('the newcomer is not in');
      return community;
    },
  };
};

export type Settler = { seeds: { device: Uint8Array; root: Uint8Array }; salt: string; identity: Identity };

/** The founder, the others, and one more who has not been there while they wrote. */
export const settleTown = (
  crypto: Crypto,
  random: Random,
  devices: number,
): { founder: Community; people: Settler[] } => {
  const seedsOf = () => ({ device: random.bytes(32), root: random.bytes(32) });
  const seeds = seedsOf();
  const founding = foundCommunity(crypto, random, seeds, { name: 'Kelp', memberName: 'alice', now: 0 });
  const { community: id } = founding;
  const founder = openCommunity(crypto, seeds, {
    community: id,
    salt: toBase64Url(founding.salt),
    memberName: 'alice',
  });
  for (const operation of founding.operations) founder.addOperation(operation);
  const epoch = founder.keys.newest();
  if (epoch === undefined) throw new Error('the founder has no key');
  const drafted = draftInvite(crypto, random, { community: id, epoch, options: {} });
  const invite = operate(crypto, founder, drafted.body);
  const people: Settler[] = [{ seeds, salt: toBase64Url(founding.salt), identity: founder.identity }];
  while (people.length <= devices) {
    const own = seedsOf();
    const salt = random.bytes(32);
    const identity = deriveIdentity(crypto, own, salt);
    const join = { community: id, seed: drafted.seed, memberName: `member ${people.length}` };
    operate(crypto, founder, draftAdmit(crypto, founder, invite.id, draftJoinRequest(crypto, identity, join)));
    people.push({ seeds: own, salt: toBase64Url(salt), identity });
  }
  return { founder, people };
};

export const operate = (
  crypto: Crypto,
  { log, identity, id, addOperation }: Community,
  body: OperationBody,
): Operation => {
  const chain = { community: id, device: identity.device, ...log.nextOf(identity.device), parents: log.heads() };
  const operation = signOperation(crypto, { ...chain, body }, identity.signing.privateKey);
  if (addOperation(operation).length === 0) throw new Error(`${body.kind} was not taken`);
  return operation;
};

/** Lanes of all are kept in one place here: what each device needs of the others' is nothing. */
const writesAs = (community: Community, identity: Identity): Community => ({ ...community, identity });

const framesOf = (crypto: Crypto, community: Community, channel: ChannelId): Uint8Array[] => {
  const frames: Uint8Array[] = [];
  for (const lane of community.lanes(channel))
    for (let next = 0; next < lane.durable();) {
      const run = cutRun({ community: community.id, channel }, lane, next);
      if (run === undefined) throw new Error('a lane ends early');
      frames.push(writeLaneFrame(crypto, run));
      next += run.envelopes.length;
    }
  return frames;
};
