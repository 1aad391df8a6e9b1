/** Mallory is a member: alice, bob and mallory in one community, and ways for mallory to say what no honest peer says. */
import type { ChannelId, CommunityId, DeviceId, LinkId } from '../base/ids.ts';
import { loadSodiumCrypto } from '../keys/sodium-crypto.ts';
import { type LaneRun, readLaneFrame, writeLaneFrame } from '../lanes/lane-frame.ts';
import type { Crypto } from '../ports/crypto.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { createSimWorld, type SimPerson, type SimWorld } from './sim-people.ts';

export type Place = { community: CommunityId; channel: ChannelId; invite: string };

export type HostileWorld = {
  crypto: Crypto;
  world: SimWorld;
  alice: SimPerson;
  bob: SimPerson;
  mallory: SimPerson;
  place: Place;
  found: (person: SimPerson) => Promise<Place>;
  join: (person: SimPerson, where: Place) => Promise<void>;
  post: (person: SimPerson, text: string, where?: Place) => Promise<void>;
  /** A lane frame as it went over the wire. */
  frameOf: (who: string) => Uint8Array;
  runOf: (who: string) => LaneRun;
  deviceOf: (who: string) => DeviceId;
  /** Mallory's open links to somebody. */
  linksTo: (victim: SimPerson, where?: Place) => Promise<LinkId[]>;
  /** Mallory sends somebody frames. */
  attack: (victim: SimPerson, frames: readonly Uint8Array[], where?: Place) => Promise<void>;
  stateOf: (person: SimPerson) => Promise<unknown>;
  lane: (run: LaneRun) => Uint8Array;
};

const LANE = 21;

const orThrow = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

/** Each of the three has said one thing: `from alice`, `from bob`, `from mallory`. */
export const createHostileWorld = async (seed: number): Promise<HostileWorld> => {
  const crypto = await loadSodiumCrypto();
  const world = await createSimWorld(seed);
  const [alice, bob, mallory] = [await world.person('alice'), await world.person('bob'), await world.person('mallory')];
  const sent = new Map<string, Uint8Array>();

  const found = async (person: SimPerson): Promise<Place> =>
    orThrow(await person.peer.createCommunity({ name: 'Kelp', memberName: person.name }));
  const join = async (person: SimPerson, { invite }: Place): Promise<void> => {
    const joined = person.peer.join({ invite, memberName: person.name });
    await world.quiet();
    orThrow(await joined);
  };
  const place = await found(alice);
  const post = async (person: SimPerson, text: string, { community, channel } = place): Promise<void> =>
    void orThrow(await person.peer.post({ community, channel, text }));
  await join(bob, place);
  await join(mallory, place);
  world.network.intercept((frame, from) => {
    if (frame[0] === LANE && !sent.has(from)) sent.set(from, frame.slice(1));
    return frame;
  });
  for (const person of [alice, bob, mallory]) {
    await post(person, `from ${person.name}`);
    await world.quiet();
  }
  world.network.intercept((frame) => frame);

  const frameOf = (who: string): Uint8Array => sent.get(who) ?? new Uint8Array(0);
  const runOf = (who: string): LaneRun => orThrow(readLaneFrame(crypto, place.community, frameOf(who)));
  const linksTo: HostileWorld['linksTo'] = async (victim, where = place) =>
    (await mallory.peer.status()).links
      .filter((link) => link.community === where.community && link.id.includes(victim.name) && link.state === 'open')
      .map((link) => link.id);

  return {
    crypto,
    world,
    alice,
    bob,
    mallory,
    place,
    found,
    join,
    post,
    frameOf,
    runOf,
    deviceOf: (who) => runOf(who).place.device,
    linksTo,
    attack: async (victim, frames, where = place) => {
      const [link] = await linksTo(victim, where);
      if (link === undefined) throw new Error(`mallory has no link to ${victim.name}`);
      for (const frame of frames) mallory.transport.send(link, frame);
      await world.quiet();
    },
    stateOf: async (person) => ({
      lanes: await person.peer.lanes(place.community),
      messages: await person.messages(place.community, place.channel),
      members: await person.queries.members(place.community),
      channels: await person.queries.channels(place.community),
    }),
    lane: (run) => writeLinkMessage({ kind: 'lane', frame: writeLaneFrame(crypto, run) }),
  };
};
