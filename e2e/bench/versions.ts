/** What was measured with what. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { findBrowser } from '../../scripts/find-browser.mjs';
import { ROOT } from '../support/root.ts';

export const versions = async (): Promise<Record<string, string>> => {
  const found = await findBrowser();
  const browser = await chromium.launch(found === undefined ? {} : { executablePath: found.path });
  const chromiumVersion = browser.version();
  await browser.close();
  return {
    node: process.versions.node,
    chromium: chromiumVersion,
    yjs: installed('yjs'),
    yWebrtc: installed('y-webrtc'),
  };
};

const installed = (name: string): string => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
};
