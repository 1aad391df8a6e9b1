/** Where a member's picture is, as an address of this page; undefined while there is none. */
import { useCallback, useSyncExternalStore } from 'react';

import { useApp } from '../app-context.ts';

export const useFace = (member: string): string | undefined => {
  const { faces } = useApp();
  const subscribe = useCallback((changed: () => void) => faces.show(member, changed), [faces, member]);
  return useSyncExternalStore(subscribe, () => faces.of(member));
};
