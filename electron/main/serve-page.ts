import { protocol } from 'electron';

import { securityHeaders } from '../host/content-security-policy.ts';
import { originOf } from '../host/page-origin.ts';
import type { PageFile } from '../host/page-files.ts';

export const PAGE_ORIGIN = 'app://holdfast';

/** Must be called before the app is ready. */
export const registerPageScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);

/** Serves the built page, from memory, under the same policy as the standalone shell. */
export const servePage = (files: ReadonlyMap<string, PageFile>, hubOrigin: string): void => {
  const headers = securityHeaders([hubOrigin]);
  protocol.handle('app', (request) => {
    const url = new URL(request.url);
    const file =
      originOf(request.url) === PAGE_ORIGIN
        ? files.get(url.pathname === '/' ? '/index.html' : url.pathname)
        : undefined;
    if (file === undefined || request.method !== 'GET') return new Response('', { status: 404, headers });
    return new Response(new Uint8Array(file.bytes), { headers: { ...headers, 'content-type': file.type } });
  });
};
