/** A full hub as a program of its own: 2,000 sockets, 10,000 topics, then floods and clients that do not read. */
import { setImmediate } from 'node:timers/promises';

import { type HubPerson, inBatches, joinHub } from '../../electron/host/testing/hub-person.ts';
import type { HubHealth } from '../../electron/hub/hub-health.ts';
import { type HubProgram, startHub } from '../support/hub.ts';
import { say } from './progress.ts';
import { round, summaryOf } from './summary.ts';

const PEOPLE = 2_000;
const TOPICS_EACH = 5;
const DELIVERIES = 1_000;
const FRAMES_EACH = 25;
const FLOODERS = 20;
const NOT_READING = 20;
const DATA = 'x'.repeat(1_000);

export const benchHub = async () => {
  // every client says it comes from somewhere else, as a proxy would
  const hub = await startHub({ args: ['--behind-proxy'] });
  try {
    return await measure(hub);
  } finally {
    await hub.dispose();
  }
};

const measure = async (hub: HubProgram) => {
  const empty = await healthOf(hub);
  say(`${PEOPLE} people come to a hub`);
  const people = await inBatches(PEOPLE, async (at) => {
    const person = await comeTo(hub, at);
    await person.subscribe(...Array.from({ length: TOPICS_EACH }, (_, i) => topicOf(at, i)));
    return person;
  });
  const full = await healthOf(hub);
  const subscribe = await timeSubscribing(people);
  const deliver = await timeDeliveries(people, 'calm', (done) => done < DELIVERIES);
  say(`everybody says ${FRAMES_EACH} things`);
  const burst = await timeBurst(people);
  const busy = await healthOf(hub);
  say(`${FLOODERS} people flood it`);
  const floods = await Promise.all(Array.from({ length: FLOODERS }, (_, i) => comeTo(hub, PEOPLE + i)));
  let isFlooding = true;
  const cutOff = Promise.all(floods.map(flood)).finally(() => (isFlooding = false));
  const deliverDuringFlood = await timeDeliveries(people, 'flood', () => isFlooding);
  const codes = await cutOff;
  say(`${NOT_READING} people do not read`);
  const waiting = await fillSlowOnes(hub, people);
  const slow = await healthOf(hub);
  for (const person of people) person.socket.terminate();
  return {
    unit: 'ms',
    sockets: full.sockets,
    topics: full.topics,
    subscribe: summaryOf(subscribe),
    deliver: summaryOf(deliver),
    deliverDuringFlood: summaryOf(deliverDuringFlood),
    burst,
    floodersCutOff: codes.filter((code) => code === 1008).length,
    memoryMiB: {
      empty: mebibytes(empty.memoryBytes),
      full: mebibytes(full.memoryBytes),
      afterBurst: mebibytes(busy.memoryBytes),
      withSlowOnes: mebibytes(slow.memoryBytes),
    },
    mostWaitingMiB: mebibytes(waiting),
    frames: slow.frames,
    cutOff: slow.cutOff,
  };
};

const topicOf = (at: number, i: number): string => `topic ${(at % PEOPLE) * TOPICS_EACH + i} ${'x'.repeat(32)}`;

const comeTo = (hub: HubProgram, at: number): Promise<HubPerson> =>
  joinHub(hub.url, { 'x-forwarded-for': `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}` });

/** A wish, and the answer to a ping behind it. */
const timeSubscribing = async (people: readonly HubPerson[]): Promise<number[]> => {
  const times: number[] = [];
  for (const person of people.slice(0, 200)) {
    const start = performance.now();
    await person.subscribe(`one more ${times.length}`);
    times.push(performance.now() - start);
  }
  return times;
};

/** From one socket through the hub to another, one after the other. */
const timeDeliveries = async (
  people: readonly HubPerson[],
  mark: string,
  goesOn: (done: number) => boolean,
): Promise<number[]> => {
  const times: number[] = [];
  for (let i = 0; goesOn(i); i += 1) {
    const start = performance.now();
    people[(i * 31 + 7) % PEOPLE]?.publish(topicOf(i * 17, i % TOPICS_EACH), `${mark} ${i} ${DATA}`);
    await people[(i * 17) % PEOPLE]?.take(1);
    times.push(performance.now() - start);
  }
  return times;
};

const timeBurst = async (people: readonly HubPerson[]) => {
  const start = performance.now();
  people.forEach((person, at) => {
    for (let i = 0; i < FRAMES_EACH; i += 1) person.publish(topicOf(at + 1, i % TOPICS_EACH), `${at} ${i} ${DATA}`);
  });
  await Promise.all(people.map((person) => person.take(FRAMES_EACH)));
  const seconds = (performance.now() - start) / 1_000;
  return { frames: PEOPLE * FRAMES_EACH, perSecond: Math.round((PEOPLE * FRAMES_EACH) / seconds) };
};

/** As fast as she can, until she is cut off. @returns the close code */
const flood = async (mallory: HubPerson, who: number): Promise<number> => {
  for (let i = 0; mallory.socket.readyState === mallory.socket.OPEN; i += 1) {
    if (mallory.socket.bufferedAmount < 1024 * 1024) mallory.publish(`flood ${who}`, `${who} ${i} ${DATA}`);
    if (i % 100 === 0) await setImmediate();
  }
  return mallory.closed;
};

/** @returns the most that waited for all of them together, in bytes, as the hub says */
const fillSlowOnes = async (hub: HubProgram, people: readonly HubPerson[]): Promise<number> => {
  const slow = await Promise.all(Array.from({ length: NOT_READING }, (_, i) => comeTo(hub, PEOPLE + FLOODERS + i)));
  for (const mallory of slow) {
    await mallory.subscribe('large');
    mallory.socket.pause();
  }
  let most = 0;
  for (let i = 0; (await healthOf(hub)).cutOff.slow < NOT_READING && i < 500; i += 1) {
    const speaker = people[i % PEOPLE];
    speaker?.publish('large', `${i} ${'x'.repeat(50_000)}`);
    await speaker?.settled();
    most = Math.max(most, (await healthOf(hub)).waitingBytes);
  }
  return most;
};

const healthOf = async (hub: HubProgram): Promise<HubHealth> =>
  (await (await fetch(`http://127.0.0.1:${hub.port}/health`)).json()) as HubHealth;

const mebibytes = (bytes: number): number => round(bytes / 1024 / 1024);
