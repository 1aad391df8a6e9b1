import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { startCore } from './start-core.ts';

const made = vi.hoisted(() => ({ workers: [] as unknown[][], hosts: [] as unknown[] }));
vi.mock('./core.worker.ts?worker&url', () => ({ default: '/assets/core.worker.js' }));
vi.mock('./core-link.ts', () => ({
  linkCore: (_worker: unknown, host: unknown) => {
    made.hosts.push(host);
    return 'the core';
  },
}));

class TestWorker {
  constructor(...given: unknown[]) {
    made.workers.push(given);
  }
}

/** The page's window: tells the messages that the test sends. */
const testWindow = () => {
  const listeners = new Set<(event: unknown) => void>();
  return {
    listeners,
    addEventListener: (_kind: string, listener: (event: unknown) => void) => listeners.add(listener),
    removeEventListener: (_kind: string, listener: (event: unknown) => void) => listeners.delete(listener),
    tell: (event: unknown): void => listeners.forEach((listener) => listener(event)),
  };
};

beforeEach(() => {
  made.workers = [];
  made.hosts = [];
  vi.stubGlobal('Worker', TestWorker);
});
afterEach(() => vi.unstubAllGlobals());

test('in a browser the core gets the address of the host that served the page', async () => {
  vi.stubGlobal('location', { protocol: 'http:', host: 'kelp.example:4000' });
  expect(await startCore(() => undefined)).toBe('the core');
  expect(made.hosts).toEqual([{ kind: 'socket', url: 'ws://kelp.example:4000/host' }]);
  expect(made.workers).toEqual([['/assets/core.worker.js', { type: 'module', name: 'holdfast-core' }]]);
});

describe('in Electron', () => {
  test('the core starts with the port that the preload announced, and only with that', async () => {
    const window = testWindow();
    vi.stubGlobal('window', window);
    vi.stubGlobal('location', { protocol: 'app:', host: 'holdfast' });
    const started = startCore(() => undefined);
    const port = 'the port of the host';
    window.tell({ source: 'a frame of mallory', data: 'holdfast-host-port', ports: ['a port of mallory'] });
    window.tell({ source: window, data: 'something else', ports: ['another port'] });
    window.tell({ source: window, data: 'holdfast-host-port', ports: [] });
    expect(window.listeners.size).toBe(1);
    window.tell({ source: window, data: 'holdfast-host-port', ports: [port] });
    await started;
    expect(made.hosts).toEqual([{ kind: 'port', port }]);
    expect(window.listeners.size).toBe(0);
  });
});

describe('where Trusted Types are enforced', () => {
  test("the page has one policy, and it lets through nothing but the core's worker", async () => {
    const policies = new Map<string, { createScriptURL: (url: string) => string }>();
    vi.stubGlobal('location', { protocol: 'http:', host: 'kelp.example' });
    vi.stubGlobal('trustedTypes', {
      createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => {
        policies.set(name, rules);
        return { createScriptURL: (url: string) => ({ trusted: rules.createScriptURL(url) }) };
      },
    });
    await startCore(() => undefined);
    expect([...policies.keys()]).toEqual(['holdfast']);
    expect(made.workers[0]?.[0]).toEqual({ trusted: '/assets/core.worker.js' });
    const policy = policies.get('holdfast');
    for (const url of ['https://evil.example/x.js', '/assets/core.worker.js?x', 'data:text/javascript,x', '']) {
      expect(() => policy?.createScriptURL(url)).toThrow('not the address');
    }
  });
});
