import type { DeviceId } from '../base/ids.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { recordId } from '../base/ids.ts';
import type { Community } from './community.ts';

/** Channels a removal can list. */
const MAX_CUT_LANES = 256;

/** REMOVE_DEVICE with the cut at what is here and durable. */
export const draftRemoval = (community: Community, device: DeviceId): OperationBody => {
  const last = community.log.nextOf(device).prevOwn;
  const lanes = community.channels().flatMap((channel) => {
    const lane = community.lane(channel, device);
    const head = lane.record(lane.durable() - 1);
    return head === undefined ? [] : [{ channel, seq: head.envelope.seq, id: recordId(head.id) }];
  });
  return {
    kind: 'REMOVE_DEVICE',
    device,
    ...(last === undefined ? {} : { last }),
    lanes: lanes.slice(0, MAX_CUT_LANES),
  };
};
