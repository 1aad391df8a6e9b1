/**
 * Real peers with the real core, mesh and WebRTC, and no hub in reach: only codes connect them. Their meshes enter no
 * room (there would be nobody, and y-webrtc keeps its rooms for a whole process, so two peers in one would clash).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import { nodeClock } from './node-ports.ts';
import { type Answer, answerRequest, parseRequest } from './requests.ts';
import { runPeer, type RunningPeer } from './run-peer.ts';
import { eventually } from '../../shared/testing/eventually.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

/** "An answer given 2 minutes late": longer than anything in ICE or DTLS waits by itself. */
const LATE_MS = 125_000;

let dir = '';
let running: RunningPeer[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdfast-codes-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((peer) => peer.stop()));
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

type Person = RunningPeer & {
  events: PeerEvent[];
  say: (line: object) => Promise<Answer>;
  /** What it says, which must be good. */
  get: (line: object, field: string) => Promise<string>;
  texts: () => string[];
};

const person = async (name: string): Promise<Person> => {
  const peer = await runPeer({
    profile: join(dir, name),
    listen: undefined,
    hubs: [],
    clock: nodeClock,
    transport: (mesh) => ({ ...mesh, setRooms: () => undefined }),
  });
  running.push(peer);
  const events: PeerEvent[] = [];
  peer.peer.subscribe((event) => events.push(event));
  const say = (line: object): Promise<Answer> => {
    const request = parseRequest(line);
    return request.ok ? answerRequest(peer, request.value) : Promise.resolve(request);
  };
  return {
    ...peer,
    events,
    say,
    get: async (line, field) => {
      const answer = await say(line);
      if (!answer.ok) throw new Error(answer.message);
      return String(answer[field]);
    },
    texts: () => events.flatMap((event) => (event.kind === 'message' ? event.message.text : [])),
  };
};

const founded = async (): Promise<{ alice: Person; invite: string }> => {
  const alice = await person('alice');
  return { alice, invite: await alice.get({ do: 'create-community', name: 'Kelp', as: 'alice' }, 'invite') };
};

const chat = async (one: Person, other: Person): Promise<void> => {
  await one.say({ do: 'post', channel: 'general', text: 'is it you?' });
  await eventually(() => expect(other.texts()).toContain('is it you?'));
  await other.say({ do: 'post', channel: 'general', text: 'it is' });
  await eventually(() => expect(one.texts()).toContain('it is'));
};

/** @param late between the answer and its being given */
const joinByCodes = async (late = 0): Promise<{ alice: Person; bob: Person }> => {
  const { alice, invite } = await founded();
  const bob = await person('bob');
  const offer = await alice.get({ do: 'offer-code', invite }, 'code');
  const answer = await bob.get({ do: 'answer-code', code: offer, as: 'bob' }, 'code');
  await new Promise((resolve) => setTimeout(resolve, late));
  expect(await alice.get({ do: 'accept-code', code: answer }, 'ok')).toBe('true');
  await eventually(() => expect(bob.events.some(({ kind }) => kind === 'joined')).toBe(true));
  return { alice, bob };
};

test('[CD-7] bob joins alice’s community by two codes with no hub anywhere, and they talk', async () => {
  const { alice, bob } = await joinByCodes();
  await chat(alice, bob);
  const { links, carriers } = await alice.peer.status();
  expect(links).toMatchObject([{ state: 'open', byCode: true }]);
  expect(carriers.filter(({ kind }) => kind === 'code')).toMatchObject([{ state: 'up', peers: 1 }]);
});

test('[CD-3] two members who lost each other link by codes again', async () => {
  const { alice, bob } = await joinByCodes();
  const [link] = (await alice.peer.status()).links;
  if (link?.device === undefined) throw new Error('no link to cut');
  await alice.peer.cutLink(link.device);
  await eventually(async () => expect((await bob.peer.status()).links).toEqual([]));
  await bob.say({ do: 'post', channel: 'general', text: 'said alone' });

  const offer = await bob.get({ do: 'offer-code' }, 'code');
  const answer = await alice.get({ do: 'answer-code', code: offer }, 'code');
  expect(await bob.say({ do: 'accept-code', code: answer })).toMatchObject({ ok: true });
  await eventually(() => expect(alice.texts()).toContain('said alone'));
  await chat(alice, bob);
});

test('[CD-5] carol, a stranger, and who mixes codes up, are told so and connect to nobody', async () => {
  const { alice, bob } = await joinByCodes();
  const carol = await person('carol');
  await carol.say({ do: 'create-community', name: 'Mark', as: 'carol' });
  const offer = await alice.get({ do: 'offer-code' }, 'code');
  expect(await carol.say({ do: 'answer-code', code: offer })).toMatchObject({ error: 'not-for-this-device' });
  const answer = await bob.get({ do: 'answer-code', code: offer }, 'code');
  expect(await carol.say({ do: 'accept-code', code: answer })).toMatchObject({ error: 'other-offer' });
  expect(await alice.say({ do: 'accept-code', code: offer })).toMatchObject({ error: 'offer-instead' });
  expect(await bob.say({ do: 'answer-code', code: answer })).toMatchObject({ error: 'answer-instead' });
  const damaged = answer.slice(0, -1) + (answer.endsWith('0') ? '8' : '0');
  expect(await alice.say({ do: 'accept-code', code: damaged })).toMatchObject({ error: 'damaged' });
  expect(await alice.say({ do: 'accept-code', code: answer })).toMatchObject({ ok: true });
  expect(await alice.say({ do: 'accept-code', code: answer })).toMatchObject({ error: 'other-offer' });
});

test('[CD-4] a code that invites does nothing for somebody who is in already, and none is made for an invite of elsewhere', async () => {
  const { alice, bob } = await joinByCodes();
  const carol = await person('carol');
  const elsewhere = await carol.get({ do: 'create-community', name: 'Mark', as: 'carol' }, 'invite');
  expect(await alice.say({ do: 'offer-code', invite: elsewhere })).toMatchObject({ error: 'bad-invite' });
  const [kelp] = await alice.queries.communities();
  const invite = await alice.get({ do: 'invite', community: kelp?.id }, 'invite');
  const offer = await alice.get({ do: 'offer-code', invite }, 'code');
  expect(await bob.say({ do: 'answer-code', code: offer })).toMatchObject({ error: 'already-member' });
  expect(await carol.say({ do: 'answer-code', code: offer, as: '' })).toMatchObject({ error: 'bad-name' });
});

test('[CD-6] an answer that is given more than 2 minutes late still connects', async (context) => {
  const isSlow = process.env['HOLDFAST_SLOW'] !== undefined;
  context.skip(!isSlow, 'waits more than two minutes: run it with HOLDFAST_SLOW=1');
  const { alice, bob } = await joinByCodes(LATE_MS);
  await chat(alice, bob);
  expect(await alice.peer.status()).toMatchObject({ links: [{ state: 'open', byCode: true }] });
});
