/**
 * Sees to it that channels with keys of their own have one that exactly their readers have: whoever of the readers is
 * online and ranks highest does what is to be done, others only if that does not happen.
 */
import type { ChannelId, MemberId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Random } from '../ports/random.ts';
import { canKeepKeysOf, type ChannelKeyJob, channelKeyJobs } from './channel-key-jobs.ts';
import type { Community } from './community.ts';
import { boxOperations, draftChannelRotation, type SayIfItCounts, sealedTo } from './draft-rotation.ts';
import { placeOf, waitOf } from './key-keeper.ts';

export type ChannelKeeper = {
  /** Governance or who is online changed. */
  look: () => void;
  /** Makes the keys that nobody has made yet, at once. */
  begin: () => Promise<void>;
  dispose: () => void;
};

/** For somebody to come who has a key that this device lacks. */
const HELP_WAIT_MS = 10_000;

export const createChannelKeeper = (
  ports: { clock: Clock; crypto: Crypto; random: Random; drop: (promise: Promise<unknown>, why: string) => void },
  community: Community,
  acts: {
    online: () => readonly MemberId[];
    say: SayIfItCounts;
  },
): ChannelKeeper => {
  const timers = new Map<ChannelId, () => void>();

  const work = async (job: ChannelKeyJob): Promise<void> => {
    const state = community.state();
    if (state === undefined) return;
    if (job.kind === 'give') {
      const boxes = sealedTo(ports.crypto, state, job.epoch.secret, job.devices);
      for (const body of boxOperations(job.epoch.id, boxes)) await acts.say(body);
      return;
    }
    const { rotation, rest } = draftChannelRotation(ports, community, state, job.channel);
    const made = await acts.say({ kind: 'CHANNEL_ROTATE', channel: job.channel, ...rotation });
    for (const body of made === undefined ? [] : rest(made.id)) await acts.say(body);
  };

  const workIn = async (channel: ChannelId): Promise<void> => {
    for (const job of channelKeyJobs(community)) if (job.channel === channel) await work(job);
  };

  const plan = (job: ChannelKeyJob): void => {
    const state = community.state();
    if (state === undefined || timers.has(job.channel)) return;
    const mayKeep = canKeepKeysOf(state, job.channel);
    const place = placeOf(state, community.identity.member, acts.online().filter(mayKeep));
    const help = job.kind === 'rotate' && job.isLate ? HELP_WAIT_MS : 0;
    const cancel = ports.clock.after(help + waitOf(ports.random, place), () => {
      timers.delete(job.channel);
      ports.drop(workIn(job.channel), 'keeping the keys of a channel');
    });
    timers.set(job.channel, cancel);
  };

  return {
    look: () => channelKeyJobs(community).forEach(plan),
    begin: async () => {
      const due = channelKeyJobs(community).filter((job) => job.kind === 'rotate' && !job.isLate);
      for (const job of due) await work(job);
    },
    dispose: () => timers.forEach((cancel) => cancel()),
  };
};
