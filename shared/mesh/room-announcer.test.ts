/** Who announces itself, who answers, and who holds back: bob's side of a room. */
import { beforeEach, expect, test } from 'vitest';

import { createSeededRandom } from '../testing/seeded-random.ts';
import { createSimClock, type SimClock } from '../testing/sim-clock.ts';
import { createRoomAnnouncer, MAX_LINKS, type RoomAnnouncer, WISHED_LINKS } from './room-announcer.ts';

let clock: SimClock;
let said: number[] = [];
let connected: string[] = [];
let links = 0;
let opening = 0;
let isListenOnly = false;
let bob: RoomAnnouncer;

beforeEach(() => {
  clock = createSimClock();
  [said, connected, links, opening, isListenOnly] = [[], [], 0, 0, false];
  bob = createRoomAnnouncer({
    clock,
    random: createSeededRandom(3),
    connections: () => links,
    opening: () => opening,
    links: () => links,
    isListenOnly: () => isListenOnly,
    say: (wish) => said.push(wish),
  });
});

const hear = (from: string, wish: number): void => bob.heard({ from, wish }, () => connected.push(from));

test('[SG-3] he says how many links he lacks, and nothing once he has enough', () => {
  links = 3;
  bob.announce();
  links = WISHED_LINKS;
  bob.announce();
  expect(said).toEqual([WISHED_LINKS - 3]);
});

test('[SG-3] while he lacks links he connects to whoever announces itself, at once', () => {
  hear('carol', 2);
  hear('dave', 0);
  expect(connected).toEqual(['carol', 'dave']);
});

test('[SG-3] with enough links he says after a moment that he has room, and connects to nobody', async () => {
  links = WISHED_LINKS;
  hear('carol', 8);
  expect([said, connected]).toEqual([[], []]);
  await clock.advance(1_500);
  expect([said, connected]).toEqual([[0], []]);
});

test('[SG-3] he holds back if as many others as carol needs have said so before him', async () => {
  links = WISHED_LINKS;
  hear('carol', 2);
  hear('dave', 0);
  hear('erin', 0);
  await clock.advance(1_500);
  expect(said).toEqual([]);
});

test('[SG-3] with many links he has room only for those who lack nearly all, and with too many for nobody', async () => {
  links = 18;
  hear('carol', 2);
  await clock.advance(1_500);
  expect(said).toEqual([]);
  hear('dave', 8);
  await clock.advance(1_500);
  expect(said).toEqual([0]);
  links = MAX_LINKS;
  hear('erin', 8);
  await clock.advance(1_500);
  expect(said).toEqual([0]);
  expect(bob.hasRoom()).toBe(false);
});

test('[SG-8] looking for one more link he connects to the first who has room, and to nobody after that', async () => {
  links = WISHED_LINKS + 1;
  bob.seek();
  await clock.advance(5_000);
  expect(said).toEqual([1]);
  hear('carol', 0);
  hear('dave', 0);
  expect(connected).toEqual(['carol']);
});

test('[SG-8] he does not look more often than once a minute, whatever happens', async () => {
  links = WISHED_LINKS;
  for (let i = 0; i < 10; i += 1) {
    bob.seek();
    await clock.advance(5_000);
  }
  expect(said).toEqual([1]);
  await clock.advance(60_000);
  bob.seek();
  await clock.advance(5_000);
  expect(said).toEqual([1, 1]);
});

test('[SG-9] a guest is offered a connection after a moment, and not if three others did so before', async () => {
  isListenOnly = true;
  links = 10;
  hear('guest', 8);
  expect(connected).toEqual([]);
  await clock.advance(1_500);
  expect(connected).toEqual(['guest']);
  hear('another', 8);
  for (let i = 0; i < 3; i += 1) bob.overheard('another');
  await clock.advance(1_500);
  expect(connected).toEqual(['guest']);
});

test('[SG-3] while four connections are coming up he begins no other, and with eight he accepts none', () => {
  opening = 4;
  hear('carol', 2);
  expect([connected, bob.hasRoom()]).toEqual([[], true]);
  opening = 8;
  expect(bob.hasRoom()).toBe(false);
});

test('[SG-4] however often he has reason to, he calls six times at once and every five seconds after that', async () => {
  for (let i = 0; i < 20; i += 1) bob.announce();
  expect(said).toHaveLength(6);
  await clock.advance(15_000);
  for (let i = 0; i < 20; i += 1) bob.announce();
  expect(said).toHaveLength(9);
});
