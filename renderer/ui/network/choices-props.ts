import type { Result } from '../../../shared/base/result.ts';
import type { NetworkChoices } from '../../../shared/host-api/table.ts';

/** What a part of the choices is given: what holds now, and how to have something else. */
export type ChoicesProps = {
  choices: NetworkChoices;
  /** Shown only if the host takes it. */
  keep: (next: NetworkChoices) => Promise<Result<NetworkChoices>>;
};
