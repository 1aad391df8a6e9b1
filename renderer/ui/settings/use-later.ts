import { useEffect, useState } from 'react';

import { useApp } from '../app-context.ts';

/** Asks once it is wanted, and keeps the answer while the view is there. */
export const useLater = <T>(isWanted: boolean, ask: () => Promise<T>, what: string) => {
  const { services } = useApp();
  const [value, setValue] = useState<T>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isHere = true;
    ask().then(
      (answer) => isHere && setValue(answer),
      (error: unknown) => {
        services.report(what, error);
        if (isHere) setFailed(true);
      },
    );
    return () => {
      isHere = false;
    };
  }, [isWanted, ask, what, services]);
  return { value, failed };
};
