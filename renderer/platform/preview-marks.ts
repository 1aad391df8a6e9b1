/** Which lanes have something on screen that is not kept yet: a start takes it away. */
import type { ChannelId, CommunityId, DeviceId } from '../../shared/base/ids.ts';
import type { Projection, ShownLane } from '../../shared/ports/projection.ts';
import type { Database } from './database.ts';

type PreviewMarks = Pick<Projection, 'beginPreviews' | 'endPreviews' | 'previews'> & {
  forget: (isGone: (community: string) => boolean) => Promise<void>;
};

const PREFIX = 'preview ';

export const previewMarks = ({ meta }: Database): PreviewMarks => {
  const marks = async (): Promise<ShownLane[]> => {
    const keys = await meta.where('key').startsWith(PREFIX).primaryKeys();
    return keys.map(laneOf);
  };
  return {
    beginPreviews: async (lanes) => void (await meta.bulkPut(lanes.map((lane) => ({ key: keyOf(lane), value: 1 })))),
    endPreviews: (lanes) => meta.bulkDelete(lanes.map(keyOf)),
    previews: marks,
    forget: async (isGone) => {
      const gone = (await marks()).filter(({ community }) => isGone(community));
      await meta.bulkDelete(gone.map(keyOf));
    },
  };
};

const keyOf = ({ community, channel, device }: ShownLane): string => `${PREFIX}${community}/${channel}/${device}`;

const laneOf = (key: string): ShownLane => {
  const [community, channel, device] = key.slice(PREFIX.length).split('/') as [CommunityId, ChannelId, DeviceId];
  return { community, channel, device };
};
