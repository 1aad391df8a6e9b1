import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createHostClient, type HostClient } from '../../shared/host-api/host-client.ts';
import { createHostJournal } from '../../shared/host-api/host-journal.ts';
import { createMemoryDuplex } from '../../shared/host-api/memory-duplex.ts';
import type { CarrierHealth } from '../../shared/model/status.ts';
import { readBack, text } from '../../shared/testing/journal-contract.ts';
import { createHost, type Host, type HostOptions } from './create-host.ts';
import { joinHub, type ListeningHub, startHub } from './testing/hub-person.ts';
import { hastyClock, temporaryDir } from './testing/journal-worlds.ts';

let home: Awaited<ReturnType<typeof temporaryDir>>;
let other: ListeningHub;
let hosts: Host[];
let opened: string[];
let reported: string[];
beforeEach(async () => {
  home = await temporaryDir();
  other = await startHub();
  [hosts, opened, reported] = [[], [], []];
});
afterEach(async () => {
  for (const host of hosts) await host.close();
  await other.close();
  await home.dispose();
});

const start = async (more: Partial<HostOptions> = {}): Promise<Host> => {
  const host = await createHost({
    dir: join(home.dir, 'alice'),
    profile: 'alice',
    shell: 'headless',
    version: '0.0.0',
    hubs: [],
    openExternal: async (url) => void opened.push(url),
    report: (event) => reported.push(event),
    ...more,
  });
  hosts.push(host);
  return host;
};

const stop = async (host: Host): Promise<void> => {
  hosts = hosts.filter((each) => each !== host);
  await host.close();
};

const appOf = (host: Host): HostClient => {
  let isFirst = true;
  return createHostClient({
    clock: hastyClock,
    connect: () => {
      if (!isFirst) return new Promise(() => undefined); // a window that was replaced stays away
      isFirst = false;
      const [appEnd, hostEnd] = createMemoryDuplex();
      host.serve(hostEnd);
      return Promise.resolve(appEnd);
    },
  });
};

const connected = async (host: Host): Promise<HostClient> => {
  const app = appOf(host);
  await app.whenUp();
  return app;
};

const nextCarriers = (app: HostClient, isRight: (carriers: CarrierHealth[]) => boolean): Promise<CarrierHealth[]> =>
  new Promise((resolve) => {
    app.on('carriers', ({ carriers }) => isRight(carriers) && resolve(carriers));
  });

test('journal, secrets and files are there again after a restart, and readable by this user only', async () => {
  const first = await start();
  const app = await connected(first);
  const value = new Uint8Array([1, 2, 3]);
  const key = 'A'.repeat(43);
  await createHostJournal(app).append([text('alice 0')]);
  await app.call('secrets.set', { name: 'device', value });
  await app.call('files.put', { key, bytes: value });
  await stop(first);
  const again = await connected(await start());
  expect(await readBack(createHostJournal(again))).toEqual(['alice 0']);
  expect(await again.call('secrets.get', { name: 'device' })).toEqual({ ok: true, value: { value } });
  expect(await again.call('files.get', { key })).toEqual({ ok: true, value: { bytes: value } });
  await again.call('files.remove', { key });
  expect(await again.call('files.get', { key })).toEqual({ ok: true, value: {} });
});

test('a second host on the same profile is refused, and the first goes on', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow('already open in another Holdfast');
  expect(await (await connected(first)).call('journal.end', {})).toMatchObject({ ok: true });
});

test('a start that fails gives everything back: the next one succeeds', async () => {
  await expect(start({ listen: other.port })).rejects.toThrow(`Port ${other.port} is taken`);
  await mkdir(join(home.dir, 'alice', 'journal'), { recursive: true }).catch(() => undefined);
  await rm(join(home.dir, 'alice', 'journal'), { recursive: true });
  await writeFile(join(home.dir, 'alice', 'journal'), 'one file, as it was before the first release');
  await expect(start()).rejects.toThrow('made by a version of Holdfast before the first release');
  await rm(join(home.dir, 'alice', 'journal'));
  expect(await (await connected(await start())).call('journal.end', {})).toEqual({ ok: true, value: { end: 0 } });
});

test('a torn journal is reported, and what was cut is kept', async () => {
  const first = await start();
  await createHostJournal(await connected(first)).append([text('alice 0'), text('alice 1')]);
  await stop(first);
  const path = join(home.dir, 'alice', 'journal');
  const whole = await readFile(join(path, '00000000.seg'));
  const second = whole.length - (whole.length - 96) / 2;
  await rm(join(path, '00000000.idx')); // as after a crash
  await writeFile(join(path, '00000000.seg'), whole.fill(0, second + 16));
  const app = await connected(await start());
  expect(reported).toEqual([expect.stringMatching(/^journal-cut \d+$/)]);
  expect(await readBack(createHostJournal(app))).toEqual(['alice 0']);
  expect(await readdir(path)).toContain(`00000000.seg.cut-${second}`);
});

test('[JR-4] a damaged journal is reported, the app is told some seconds after the start, and the rest is there', async () => {
  const first = await start();
  await createHostJournal(await connected(first)).append([text('alice 0'), text('alice 1'), text('alice 2')]);
  await stop(first);
  const path = join(home.dir, 'alice', 'journal', '00000000.seg');
  const whole = await readFile(path);
  whole.writeUInt8(whole.readUInt8(96 + 51 + 40) ^ 4, 96 + 51 + 40);
  await writeFile(path, whole);
  const app = await connected(await start());
  const told = new Promise((resolve) => {
    app.on('journalDamaged', resolve);
  });
  expect(await told).toEqual({});
  expect(reported).toEqual(['journal-damaged 1']);
  expect(await createHostJournal(app).lost()).toEqual([{ first: 1, count: 1 }]);
  expect(await readBack(createHostJournal(app))).toEqual(['alice 0', '', 'alice 2']);
});

test('[JR-10] a profile whose journal key is gone says so, and has everything again with the key', async () => {
  const first = await start();
  await createHostJournal(await connected(first)).append([text('alice 0')]);
  await stop(first);
  const key = join(home.dir, 'alice', 'secrets', 'journal.key');
  const path = join(home.dir, 'alice', 'journal');
  const before = await readFile(join(path, '00000000.seg'));
  expect(before.includes('alice')).toBe(false);
  await writeFile(join(path, '00000000.seg.next'), 'what a crash left');
  const held = await readFile(key);
  await rm(key);
  await expect(start()).rejects.toThrow('“secrets/journal.key” is not there');
  await writeFile(key, Buffer.alloc(32, 1));
  await expect(start()).rejects.toThrow('encrypted with another key');
  await writeFile(key, 'not a key');
  await expect(start()).rejects.toThrow('cannot be read');
  expect(await readFile(join(path, '00000000.seg'))).toEqual(before);
  expect(await readdir(path)).toContain('00000000.seg.next');
  await writeFile(key, held);
  expect(await readBack(createHostJournal(await connected(await start())))).toEqual(['alice 0']);
  expect(await readdir(path)).not.toContain('00000000.seg.next');
});

test('a newer app takes over, and nothing of the older one is done any more', async () => {
  const host = await start();
  const older = await connected(host);
  const isReplaced = new Promise<string>((resolve) => {
    older.onState(resolve);
  });
  const late = older.call('journal.append', { at: 0, entries: [text('late')] });
  const newer = await connected(host);
  expect(await isReplaced).toBe('down');
  expect(await late).toMatchObject({ ok: false, error: 'host-gone' });
  const { end } = await newer.call('journal.end', {}).then((answer) => (answer.ok ? answer.value : { end: -1 }));
  expect(await newer.call('journal.append', { at: end, entries: [text('newer')] })).toMatchObject({
    value: { kind: 'appended' },
  });
});

test('the app is told of its carriers, and of each change', async () => {
  const host = await start({ hubs: [other.url] });
  const app = await connected(host);
  const up = await nextCarriers(app, ([first]) => first?.state === 'up');
  expect(up).toEqual([
    { kind: 'server', name: `127.0.0.1:${other.port}`, state: 'up', since: expect.any(Number), peers: 1 },
  ]);
  expect(await app.call('carriers.list', {})).toEqual({ ok: true, value: { carriers: up, addresses: [] } });
  const down = nextCarriers(app, ([first]) => first?.state === 'down');
  await other.close();
  expect(await down).toMatchObject([{ state: 'down', peers: 0 }]);
});

test('only links for a browser or a mail program leave the app', async () => {
  const app = await connected(await start());
  const results: [string, boolean][] = [];
  const urls = ['https://example.org/a b', 'http://[::1]/', 'mailto:bob@example.org', 'file:///etc/passwd'];
  for (const url of [...urls, 'javascript:alert(1)', 'data:text/html,x', 'holdfast://join#x', 'smb://x', '-e sh', '']) {
    const answer = await app.call('shell.openExternal', { url });
    results.push([url, answer.ok && answer.value.opened]);
  }
  expect(results.map(([, isOpened]) => isOpened)).toEqual([
    true,
    true,
    true,
    ...Array.from({ length: 7 }, () => false),
  ]);
  expect(opened).toEqual(['https://example.org/a%20b', 'http://[::1]/', 'mailto:bob@example.org']);
});

test('the app asks for its window to be shown, also where there is none', async () => {
  let shown = 0;
  const app = await connected(await start({ showWindow: () => (shown += 1) }));
  expect(await app.call('shell.showWindow', {})).toEqual({ ok: true, value: {} });
  expect(shown).toBe(1);
  const other = await connected(await start({ dir: join(home.dir, 'bob') }));
  expect(await other.call('shell.showWindow', {})).toEqual({ ok: true, value: {} });
});

test('the hub of a host that listens is open to others, and its app is told who came', async () => {
  const port = other.port;
  await other.close();
  const host = await start({ listen: port });
  const app = await connected(host);
  const came = nextCarriers(app, ([first]) => (first?.peers ?? 0) > 0);
  const [bob, carol] = await Promise.all([joinHub(`ws://127.0.0.1:${port}`), joinHub(`ws://127.0.0.1:${port}`)]);
  expect(await came).toMatchObject([{ kind: 'incoming', name: `port ${port}`, state: 'up' }]);
  await bob.subscribe('kelp');
  carol.publish('kelp', 'hello');
  expect(await bob.take(1)).toEqual(['hello']);
});
