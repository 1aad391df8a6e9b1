import { afterEach, expect, test, vi } from 'vitest';

import { browserNotifications } from './browser-notifications.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A page at an address, in a window that knows notifications or does not. */
const at = (address: string, known: { Notification?: { permission: NotificationPermission } }): void => {
  vi.stubGlobal('location', new URL(address));
  vi.stubGlobal('window', known);
  vi.stubGlobal('Notification', known.Notification);
};

test('a browser says whether notifications are allowed', () => {
  for (const permission of ['default', 'granted', 'denied'] as const) {
    at('http://127.0.0.1:4000/', { Notification: { permission } });
    expect(browserNotifications.permission()).toBe(permission);
  }
  at('http://127.0.0.1:4000/', {});
  expect(browserNotifications.permission()).toBe('unsupported');
});

test('in Electron there are none: its main process allows nothing, and no setting of a browser could', () => {
  for (const permission of ['default', 'granted', 'denied'] as const) {
    at('app://holdfast/', { Notification: { permission } });
    expect(browserNotifications.permission()).toBe('unsupported');
  }
});
