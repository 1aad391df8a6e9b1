/** What stands in a scene or a world, by its name. */
import type { ChannelView, MemberView, MessageView } from '../../shared/model/views.ts';
import type { Scene } from './scene.ts';
import type { World } from './world.ts';

const there = <T>(found: T | undefined, what: string): T => {
  if (found === undefined) throw new Error(`there is no ${what}`);
  return found;
};

export const firstWorld = ({ worlds: [world] }: Scene): World => there(world, 'community');

export const memberIn = ({ members }: World, wanted: string): MemberView =>
  there(
    members.find(({ name }) => name === wanted),
    wanted,
  );

export const channelIn = ({ channels }: World, wanted: string): ChannelView =>
  there(
    channels.find(({ name, kind }) => kind === 'channel' && name === wanted),
    wanted,
  );

/** @param words that it has in it; without them the last one */
export const messageSaying = (scene: Scene, words = ''): MessageView =>
  there(
    firstWorld(scene).messages.findLast(({ text }) => text.includes(words)),
    words,
  );

export const firstChannel = (scene: Scene): ChannelView => there(firstWorld(scene).channels[0], 'channel');
