import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from '@playwright/test';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';

import { freePort } from '../support/free-port.ts';
import { copyInvite, createCommunity, joinCommunity, message, networkLine, say } from '../support/screen.ts';
import { expect, test } from '../support/test.ts';

test('a malformed invite gets a clear error, and nothing is joined', async ({ people }) => {
  const alice = await people('alice');
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const good = await copyInvite(alice.page);
  const bob = await people('bob');
  await bob.page.getByLabel('Your name').fill('Bob');
  await bob.page.getByRole('button', { name: 'Join with an invite' }).click();
  const at = good.length - 20;
  const swapped = good.slice(0, at) + (good[at] === 'A' ? 'B' : 'A') + good.slice(at + 1);
  const bad = ['hello', 'https://example.org/', good.slice(0, -7), swapped, `${good}${'A'.repeat(5_000)}`];
  for (const text of bad) {
    await bob.page.getByLabel('Invite link').fill(text);
    await bob.page.getByRole('button', { name: 'Continue' }).click();
    await expect(bob.page.getByRole('alert')).toContainText(/invite/i);
    await expect(bob.page.getByRole('button', { name: 'Join community' })).toHaveCount(0);
  }
  await bob.page.getByLabel('Invite link').fill(`  ${good}\n`);
  await bob.page.getByRole('button', { name: 'Continue' }).click();
  await bob.page.getByRole('button', { name: 'Join community' }).click();
  await expect(bob.page.getByRole('heading', { name: 'This is the beginning of #general' })).toBeVisible();
});

test('a page of another origin, in the same browser, gets nothing from the host', async ({ people }) => {
  const alice = await people('alice', { mayHaveProblems: true });
  await createCommunity(alice.page, 'Alice', 'Harbour watch');
  const site = createServer((_, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>Win a boat</h1>'),
  );
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  try {
    // One is another site; the other is the same site by the cookie's rules and gets the cookie sent.
    for (const host of ['localhost', '127.0.0.1']) {
      const tab = await alice.context.newPage();
      await tab.goto(`http://${host}:${port}/`);
      expect(await whatCanBeReached(tab, alice.host.origin)).toEqual(['nothing', 'nothing']);
      await tab.close();
    }
    const stranger = await fetch(alice.host.origin);
    expect(stranger.status).toBeGreaterThanOrEqual(400);
    await say(alice.page, 'Still mine');
    // The same attempt from the host's own origin succeeds, so the refusals above are about the origin.
    expect(await whatCanBeReached(alice.page, alice.host.origin)).toEqual(['the page', 'the host']);
  } finally {
    site.close();
  }
});

const whatCanBeReached = (tab: Page, origin: string): Promise<string[]> =>
  tab.evaluate(async (address) => {
    const read = await fetch(address, { credentials: 'include' }).then(
      () => 'the page',
      () => 'nothing',
    );
    const opened = await new Promise<string>((resolve) => {
      const socket = new WebSocket(`${address.replace('http', 'ws')}/host`);
      socket.onopen = () => resolve('the host');
      socket.onerror = () => resolve('nothing');
    });
    return [read, opened];
  }, origin);

test('garbage on the signalling topics breaks nothing', async ({ people }) => {
  const evil = await startEvilHub();
  try {
    const alice = await people('alice', { hubs: [evil.url] });
    const bob = await people('bob', { hubs: [evil.url] });
    await createCommunity(alice.page, 'Alice', 'Harbour watch');
    const invite = await copyInvite(alice.page);
    await expect.poll(evil.topics).toBeGreaterThanOrEqual(2);
    evil.flood();
    await joinCommunity(bob.page, 'Bob', invite);
    evil.flood();
    await say(alice.page, 'Did you hear that noise?');
    await expect(message(bob.page, 'Did you hear that noise?')).toBeVisible();
    evil.flood();
    await say(bob.page, 'What noise?');
    await expect(message(alice.page, 'What noise?')).toBeVisible();
    await expect(networkLine(alice.page)).toHaveText('Connected to 1 of 1');
    expect(evil.sent()).toBeGreaterThan(500);
  } finally {
    await evil.stop();
  }
});

/** A meeting point that does its work and besides sends every subscriber whatever it likes. */
const startEvilHub = async () => {
  const port = await freePort();
  const server = new WebSocketServer({ port, host: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const subscribers = new Map<string, Set<ServerSocket>>();
  const seen: unknown[] = [];
  let sent = 0;
  const subscribe = (topic: string, socket: ServerSocket): void => {
    const held = subscribers.get(topic) ?? new Set();
    subscribers.set(topic, held.add(socket));
  };
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const frame = JSON.parse(text) as { type: string; topics?: string[]; topic?: string };
      if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      for (const topic of frame.type === 'subscribe' ? (frame.topics ?? []) : []) subscribe(topic, socket);
      if (frame.type !== 'publish' || frame.topic === undefined) return;
      seen.push(frame);
      for (const other of subscribers.get(frame.topic) ?? []) if (other !== socket) other.send(text);
    });
    socket.on('close', () => subscribers.forEach((held) => held.delete(socket)));
  });
  const garbage = (topic: string): string[] => [
    'not json',
    '[]',
    'null',
    '{"type":"publish"}',
    JSON.stringify({ type: 'publish', topic, data: 'AAAA' }),
    JSON.stringify({ type: 'publish', topic, data: { type: 'announce', from: 'mallory' } }),
    JSON.stringify({ type: 'publish', topic, data: null }),
    JSON.stringify({ type: 'publish', topic, data: 'A'.repeat(60_000) }),
    JSON.stringify({ type: 'publish', topic: 'another topic', data: 'AAAA' }),
    ...seen.slice(-20).flatMap((frame) => {
      const text = JSON.stringify(frame);
      return [text, text.slice(0, -9), text.replace(/"data":"..../, '"data":"AAAA')];
    }),
  ];
  return {
    url: `ws://127.0.0.1:${port}`,
    topics: () => subscribers.size,
    sent: () => sent,
    flood: () => {
      for (const [topic, sockets] of subscribers) {
        for (const socket of sockets) {
          for (let round = 0; round < 10; round += 1) {
            for (const text of garbage(topic)) {
              socket.send(text);
              sent += 1;
            }
          }
        }
      }
    },
    stop: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
