import type { CommunityId, DeviceId, OpId } from '../base/ids.ts';

/** One of the person's own devices in one community. Its keys in another community show no relation. */
export type DeviceView = {
  community: CommunityId;
  device: DeviceId;
  /** The one that shows this. */
  isThis: boolean;
  /** The operation that brought it in. Operations carry no time. */
  since: OpId;
};
