/** Stories of people with several devices: founding, joining, linking, with the numbers that both sides show. */
import type { ChannelId, CommunityId } from '../base/ids.ts';
import type { PeerEvent } from '../peer/peer-api.ts';
import type { SimPerson, SimWorld } from './sim-people.ts';

export type Place = { community: CommunityId; channel: ChannelId; invite: string };

const orThrow = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

export const found = async (person: SimPerson, name = 'Kelp'): Promise<Place> =>
  orThrow(await person.peer.createCommunity({ name, memberName: person.name }));

export const join = async (world: SimWorld, person: SimPerson, { invite }: Place): Promise<void> => {
  const joined = person.peer.join({ invite, memberName: person.name });
  await world.quiet();
  orThrow(await joined);
};

export const say = async (person: SimPerson, { community, channel }: Place, text: string): Promise<void> =>
  void orThrow(await person.peer.post({ community, channel, text }));

export const eventsOf = <K extends PeerEvent['kind']>(
  person: SimPerson,
  kind: K,
): readonly Extract<PeerEvent, { kind: K }>[] =>
  person.events.filter((event): event is Extract<PeerEvent, { kind: K }> => event.kind === kind);

type Linked = Awaited<ReturnType<SimPerson['peer']['linkDevice']>>;

/** The new device asks with the code and waits for the person at the old one. */
export const ask = async (
  world: SimWorld,
  { old, fresh }: { old: SimPerson; fresh: SimPerson },
): Promise<{ code: string; outcome: Promise<Linked> }> => {
  const code = await old.peer.createDeviceCode();
  const outcome = fresh.peer.linkDevice({ code, deviceName: 'laptop' });
  await world.quiet();
  return { code, outcome };
};

/** All of it, with a yes. */
export const linkDevice = async (world: SimWorld, pair: { old: SimPerson; fresh: SimPerson }): Promise<Linked> => {
  const { outcome } = await ask(world, pair);
  await pair.old.peer.confirmDevice(true);
  await world.quiet(3_000);
  return outcome;
};

/** Each member, by name, with the number of their devices, as somebody sees it. */
export const membersSeenBy = async (person: SimPerson, { community }: Place): Promise<[string, number][]> =>
  (await person.queries.members(community))
    .map(({ name, devices }): [string, number] => [name, devices.length])
    .sort(([a], [b]) => (a < b ? -1 : 1));
