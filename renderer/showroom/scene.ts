/** What a scene of the showroom is made of. */
import type { PersonalEntry } from '../../shared/model/personal.ts';
import type { NetworkChoices } from '../../shared/host-api/table.ts';
import type { PeerStatus } from '../../shared/model/status.ts';
import type { PeerEvent } from '../../shared/peer/peer-api.ts';
import type { LifeState } from '../app/services.ts';
import type { ChannelScope, Mention } from '../app/news-ports.ts';
import type { World } from './world.ts';

export type Scene = {
  worlds: readonly World[];
  life?: LifeState;
  status: PeerStatus | undefined;
  memberName?: string;
  preferences?: Readonly<Record<string, unknown>>;
  /** What this person has read, what came late, and who called them. */
  personal?: readonly PersonalEntry[];
  late?: readonly (ChannelScope & { keys: readonly string[] })[];
  mentions?: readonly Mention[];
  /** What the core tells, again and again. */
  tells?: readonly PeerEvent[];
  /** How this device meets others. */
  network?: NetworkChoices;
  /** The person is at another window. */
  isElsewhere?: boolean;
  /** Nothing that is written is taken. */
  refuses?: boolean;
};
