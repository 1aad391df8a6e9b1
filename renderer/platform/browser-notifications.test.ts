import { afterEach, expect, test, vi } from 'vitest';

import { createBrowserNotifications } from './browser-notifications.ts';

afterEach(() => void vi.unstubAllGlobals());

const nothing = (): void => undefined;

test('a window says whether notifications are allowed, also Electron’s', () => {
  const { permission } = createBrowserNotifications(nothing);
  for (const given of ['default', 'granted', 'denied'] as const) {
    vi.stubGlobal('Notification', { permission: given });
    vi.stubGlobal('window', { Notification });
    expect(permission()).toBe(given);
  }
  vi.stubGlobal('window', {});
  expect(permission()).toBe('unsupported');
});

test('who clicks one sees the window, and what it is about', () => {
  const happened: string[] = [];
  const shown: { onclick: () => void; close: () => void }[] = [];
  const Notification = function (this: (typeof shown)[number], title: string, options: NotificationOptions) {
    happened.push(`${title}: ${options.body}`);
    this.close = () => happened.push('closed');
    shown.push(this);
  };
  vi.stubGlobal('Notification', Notification);
  vi.stubGlobal('window', { focus: () => happened.push('focus') });
  const notifications = createBrowserNotifications(() => happened.push('window shown'));
  notifications.show({ tag: 'a', title: 'Bob', body: 'Morning!', isSilent: true, open: () => happened.push('opened') });
  shown[0]?.onclick();
  expect(happened).toEqual(['Bob: Morning!', 'focus', 'window shown', 'closed', 'opened']);
});
