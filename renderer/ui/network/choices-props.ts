import type { Result } from '../../../shared/base/result.ts';
import type { NetworkChoices } from '../../../shared/host-api/table.ts';

/** What a part of the choices is given: what holds now, and how to have something else. */
export type ChoicesProps = {
  choices: NetworkChoices;
  /** Changes this, and leaves the rest as it is by then. Shown only if the host takes it. */
  keep: (part: Partial<NetworkChoices>) => Promise<Result<NetworkChoices>>;
};
