/** Who may talk to the standalone host, and who may not: another website, another OS user, whoever guesses. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';
import WebSocket from 'ws';

import { readHostMessage, writeHostMessage } from '../../shared/host-api/wire.ts';
import { createHost, type Host } from '../host/create-host.ts';
import type { PageFile } from '../host/page-files.ts';
import { temporaryDir } from '../host/testing/journal-worlds.ts';
import { type StandaloneServer, startServer } from './server.ts';
import { openSessions, type Sessions } from './sessions.ts';

let home: Awaited<ReturnType<typeof temporaryDir>>;
let host: Host;
let server: StandaloneServer;
let sessions: Sessions;
let port: number;

const page = (text: string, type: string): PageFile => ({ bytes: Buffer.from(text), type, cache: 'no-store' });
const files = new Map([
  ['/index.html', page('<!doctype html><title>Holdfast</title>', 'text/html; charset=utf-8')],
  ['/assets/app.js', page('export {};', 'text/javascript; charset=utf-8')],
]);

beforeEach(async () => {
  home = await temporaryDir();
  host = await createHost({
    dir: home.dir,
    profile: 'alice',
    shell: 'standalone',
    version: '0.0.0',
    hubs: [],
    openExternal: async () => undefined,
    report: () => undefined,
  });
  sessions = openSessions(join(home.dir, 'sessions.json'));
  port = await freePort();
  server = await startServer({
    port,
    files,
    sessions,
    serveHost: host.serve,
    acceptHub: (socket) => void host.hub.accept(socket),
  });
});
afterEach(async () => {
  await server.close();
  await host.close();
  await home.dispose();
});

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  return free;
};

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string };

/** The path goes out as it is written: no client tidies it up. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (body += part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asking.on('error', reject);
    asking.end();
  });

const launchPath = (lifetimeMs = 10_000): string => `/launch?code=${sessions.createLaunchCode(lifetimeMs)}`;

const launch = async (): Promise<string> => {
  const { headers } = await ask(launchPath());
  return String(headers['set-cookie']).split(';')[0] ?? '';
};

const own = (cookie: string): Record<string, string> => ({ origin: server.origin, cookie });

/** @returns the open socket, or the status with which it was refused */
const connect = (path: string, headers: Record<string, string>): Promise<WebSocket | number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', reject);
  });

const connected = async (path: string, cookie: string): Promise<WebSocket> => {
  const socket = await connect(path, own(cookie));
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
};

const closeCode = (socket: WebSocket): Promise<number> => once(socket, 'close').then(([code]) => code as number);

test('a launch code opens the page, by a cookie that scripts and other sites never get', async () => {
  const answer = await ask(launchPath());
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/');
  const [cookie, ...flags] = String(answer.headers['set-cookie']).split('; ');
  expect(cookie).toMatch(new RegExp(`^holdfast-${port}=[A-Za-z0-9_-]{43}$`));
  expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']));
  expect(flags.some((flag) => flag.startsWith('Domain'))).toBe(false);
  const index = await ask('/', { cookie: cookie ?? '' });
  expect(index.status).toBe(200);
  expect(index.body).toContain('Holdfast');
  expect((await ask('/assets/app.js', { cookie: cookie ?? '' })).body).toBe('export {};');
});

test('without a cookie there is no page, no file and no socket', async () => {
  for (const cookie of ['', `holdfast-${port}=`, `holdfast-${port}=guess`, 'holdfast-1=guess']) {
    for (const path of ['/', '/index.html', '/assets/app.js', '/nothing']) {
      const answer = await ask(path, { cookie });
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('launch code');
    }
    expect(await connect('/host', own(cookie))).toBe(403);
    expect(await connect('/hub', own(cookie))).toBe(403);
  }
});

test('another Host header, as after DNS rebinding, gets nothing, cookie or not', async () => {
  const cookie = await launch();
  for (const name of ['mallory.example', `mallory.example:${port}`, `localhost:${port}`, '127.0.0.1', '127.0.0.1:1']) {
    const answer = await ask('/', { cookie, host: name });
    expect([name, answer.status]).toEqual([name, 403]);
    expect(answer.body).not.toContain('<title>');
    expect(await connect('/host', { ...own(cookie), host: name })).toBe(403);
    expect(await connect('/hub', { ...own(cookie), host: name })).toBe(403);
  }
});

test('another website gets nothing, even with the cookie', async () => {
  const cookie = await launch();
  const origins = ['https://mallory.example', 'null', `http://localhost:${port}`, `https://127.0.0.1:${port}`];
  for (const origin of [...origins, `${server.origin}.mallory.example`, `http://127.0.0.1:${port + 1}`]) {
    expect((await ask('/', { cookie, origin })).status).toBe(403);
    expect(await connect('/host', { cookie, origin })).toBe(403);
    expect(await connect('/hub', { cookie, origin })).toBe(403);
  }
  // a socket must say where it comes from: every browser does
  expect(await connect('/host', { cookie })).toBe(403);
  expect(await connect('/hub', { cookie })).toBe(403);
});

test('a launch code is not spent by a request from elsewhere', async () => {
  const path = launchPath();
  expect((await ask(path, { origin: 'https://mallory.example' })).status).toBe(403);
  expect((await ask(path, { host: 'mallory.example' })).status).toBe(403);
  expect((await ask(path, {}, 'POST')).status).toBe(405);
  expect((await ask(path)).status).toBe(303);
});

test('a used, guessed or missing launch code is refused, and says what to do', async () => {
  const path = launchPath();
  await ask(path);
  for (const wrong of [path, '/launch', '/launch?code=', '/launch?code=guess', '/launch?code=__proto__']) {
    const answer = await ask(wrong);
    expect(answer.status).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).toContain('Start Holdfast again');
  }
});

test('no way of writing a path leads out of the page’s files', async () => {
  const cookie = await launch();
  const paths = [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/../../host.lock',
  ];
  const more = ['/..\\..\\host.lock', '/....//host.lock', '/assets/', '/%00', '/index.html%00.js', '/index.html/..'];
  for (const path of [...paths, ...more, '/constructor', '/__proto__', '/assets/app.js%2f..%2f..%2fhost.lock']) {
    const answer = await ask(path, { cookie });
    expect([path, answer.status]).toEqual([path, path === '/index.html/..' ? 200 : 404]);
    expect(answer.body).not.toContain(String(process.pid));
  }
});

test('paths that are no paths are refused and do not end the host', async () => {
  const cookie = await launch();
  for (const path of ['//', '///', '//[', 'http://[', '/\\', 'http://elsewhere/']) {
    expect([path, (await ask(path, { cookie })).status]).toEqual([path, 400]);
    expect([path, (await ask(path, { host: 'mallory.example' })).status]).toEqual([path, 403]);
  }
  for (const headers of [{ origin: 'https://mallory.example' }, own(cookie)]) {
    expect(await connect('//', headers)).toBe(403);
    expect(await connect('//[', headers)).toBe(403);
  }
  expect((await ask('/', { cookie })).status).toBe(200);
});

test('only GET and HEAD are answered', async () => {
  const cookie = await launch();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
    expect((await ask('/', { cookie }, method)).status).toBe(405);
  }
  expect(await ask('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
});

test('every answer carries the policy, with Trusted Types, and is of one origin', async () => {
  const cookie = await launch();
  const answers = [
    ask('/', { cookie }),
    ask('/nothing', { cookie }),
    ask('/'),
    ask('/launch'),
    ask('/', { host: 'x' }),
  ];
  for (const { headers } of await Promise.all(answers)) {
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port}`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).toContain('trusted-types holdfast');
    expect(policy.join(' ')).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|data:|https?:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('a taken port is refused in plain words, and no other port is taken instead', async () => {
  const again = startServer({ port, files, sessions, serveHost: () => undefined, acceptHub: () => undefined });
  await expect(again).rejects.toThrow(`Port ${port} is taken by another program. This profile always uses this port`);
  await expect(again).rejects.toThrow('--profile');
});

const call = async (socket: WebSocket, method: string, input: unknown): Promise<unknown> => {
  const answer = once(socket, 'message');
  socket.send(writeHostMessage(['ask', 1, method, input]));
  for (let [data] = (await answer) as [Buffer]; ; [data] = (await once(socket, 'message')) as [Buffer]) {
    const message = readHostMessage(new Uint8Array(data));
    if (message?.[0] !== 'event') return message;
  }
};

test('the page talks to the host and to the hub', async () => {
  const cookie = await launch();
  const app = await connected('/host', cookie);
  expect(await call(app, 'journal.end', {})).toEqual(['answer', 1, { end: 0 }]);
  const hub = await connected('/hub', cookie);
  hub.send('{"type":"ping"}');
  expect(String(((await once(hub, 'message')) as [Buffer])[0])).toBe('{"type":"pong"}');
  expect(await connect('/elsewhere', own(cookie))).toBe(403);
});

test('a newer window takes over: the older is closed with 4001 and what it still sends is not done', async () => {
  const cookie = await launch();
  const older = await connected('/host', cookie);
  expect(await call(older, 'journal.end', {})).toEqual(['answer', 1, { end: 0 }]);
  const isClosed = closeCode(older);
  older.pause(); // it has not read yet that it was replaced
  const newer = await connected('/host', cookie);
  older.send(writeHostMessage(['ask', 2, 'journal.append', { at: 0, entries: [new Uint8Array([1])] }]));
  older.resume();
  expect(await isClosed).toBe(4001);
  expect(await call(newer, 'journal.end', {})).toEqual(['answer', 1, { end: 0 }]);
  expect(newer.readyState).toBe(newer.OPEN);
});

test('text instead of bytes, and messages over the limit, close their connection alone', async () => {
  const cookie = await launch();
  const hub = await connected('/hub', cookie);
  const chatty = await connected('/host', cookie);
  chatty.send('{"ask":1}');
  expect(await closeCode(chatty)).toBe(1003);
  const large = await connected('/host', cookie);
  large.send(new Uint8Array(1024 * 1024 + 2048));
  expect(await closeCode(large)).toBe(1009);
  const next = await connected('/host', cookie);
  expect(await call(next, 'journal.end', {})).toEqual(['answer', 1, { end: 0 }]);
  expect(hub.readyState).toBe(hub.OPEN);
});
