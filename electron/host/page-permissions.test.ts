import { expect, test } from 'vitest';

import { pagePermissions } from './page-permissions.ts';

const OURS = 'app://holdfast';
const { check, request } = pagePermissions(OURS);
const of = (requestingUrl: string, isMainFrame = true) => ({ requestingUrl, isMainFrame });

test('our page shows notifications', () => {
  expect(check('notifications', `${OURS}/`)).toBe(true);
  expect(request('notifications', of(`${OURS}/#join`))).toBe(true);
});

test('no other page does, nor a frame in ours', () => {
  for (const url of ['https://example.org/', 'app://holdfast.evil/', 'app://evil/', 'about:blank', '']) {
    expect(check('notifications', url)).toBe(false);
    expect(request('notifications', of(url))).toBe(false);
  }
  expect(request('notifications', of(`${OURS}/`, false))).toBe(false);
});

test('our page may gather addresses, and hears and sees nothing', () => {
  expect(check('media', `${OURS}/`)).toBe(true);
  expect(check('media', 'https://example.org/')).toBe(false);
  expect(request('media', of(`${OURS}/`))).toBe(false);
});

test('of all else nothing is allowed', () => {
  for (const permission of ['geolocation', 'clipboard-read', 'display-capture', 'openExternal', 'usb', 'unknown', '']) {
    expect(check(permission, `${OURS}/`)).toBe(false);
    expect(request(permission, of(`${OURS}/`))).toBe(false);
  }
});
