/** Runs one command at a time and keeps what went wrong, in the core's words, for the view that asked. */
import { useState } from 'react';

import { drop } from '../../shared/base/drop.ts';
import type { CommunityId } from '../../shared/base/ids.ts';
import type { Result } from '../../shared/base/result.ts';
import type { GovernanceAct } from '../../shared/model/acts.ts';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

export type Acting = {
  busy: boolean;
  error: string | undefined;
  setError: (error: string | undefined) => void;
  run: <T>(what: string, command: () => Promise<Result<T, string>>, whenDone?: (value: T) => void) => void;
};

export const useAct = (): Acting => {
  const { services } = useApp();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    error,
    setError,
    run: (what, command, whenDone) => {
      if (busy) return;
      setBusy(true);
      setError(undefined);
      const acting = command().then((result) => {
        setBusy(false);
        if (result.ok) whenDone?.(result.value);
        else setError(result.message);
      });
      drop(acting, what, (named, cause) => {
        services.report(named, cause);
        setBusy(false);
        setError(strings.unexpected);
      });
    },
  };
};

/** The same for acts on a community. */
export const useGovern = (community: CommunityId) => {
  const { services } = useApp();
  const acting = useAct();
  return {
    ...acting,
    govern: (act: GovernanceAct, whenDone?: () => void): void =>
      acting.run(act.kind, () => services.peer.govern({ community, act }), whenDone),
  };
};
