import type { WebContents } from 'electron';

import { drop } from '../../shared/base/drop.ts';
import { safeExternalUrl } from '../host/open-external.ts';

/** A page that cannot go anywhere: no navigation, no redirects, no windows, no webviews. Links open in the system. */
export const restrict = (contents: WebContents, openExternal: (url: string) => Promise<void>): void => {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const safe = safeExternalUrl(url);
    if (safe !== undefined)
      drop(openExternal(safe), 'opening a link', (why) => console.error(`holdfast: ${why} failed`));
    return { action: 'deny' };
  });
};
