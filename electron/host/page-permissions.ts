/** What the browser engine lets a page do. Ours shows notifications; what stands here about other pages, or other things, is no. */
import { originOf } from './page-origin.ts';

/** Asked by whatever only looks: without `media` Chromium gathers no addresses where there is no default route. */
const IS_ALLOWED: ReadonlySet<string> = new Set(['media', 'notifications']);
/** Asked before it is done: nothing is heard or seen. */
const MAY_BE_HAD: ReadonlySet<string> = new Set(['notifications']);

/** @param pageOrigin ours */
export const pagePermissions = (pageOrigin: string) => ({
  check: (permission: string, origin: string): boolean => IS_ALLOWED.has(permission) && originOf(origin) === pageOrigin,
  request: (permission: string, frame: { isMainFrame: boolean; requestingUrl: string }): boolean =>
    MAY_BE_HAD.has(permission) && frame.isMainFrame && originOf(frame.requestingUrl) === pageOrigin,
});
