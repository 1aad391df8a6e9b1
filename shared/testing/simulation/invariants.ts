/** What must be true after every step, whatever happened. */
import type { MessageView } from '../../model/views.ts';
import type { SimMachine } from './sim-machine.ts';
import type { Place, SimStage } from './sim-stage.ts';

const ALL = 1_000_000;
/** Measured: at most about 40 a machine, most of them handshakes under way and posts waiting for the disk. */
const MAX_TIMERS_A_MACHINE = 120;

export const shownBy = ({ queries }: SimMachine, { community, channel }: Place): Promise<MessageView[]> =>
  queries().history(community, channel, { limit: ALL });

export const checkStep = async (stage: SimStage): Promise<void> => {
  for (const machine of stage.machines) for (const place of stage.places) await checkShown(stage, machine, place);
  await checkContentSent(stage);
  if (stage.clock.pending() > MAX_TIMERS_A_MACHINE * stage.machines.length) {
    stage.problems.add(`T1 timers pile up: ${stage.clock.pending()}`);
  }
};

const checkShown = async (stage: SimStage, machine: SimMachine, place: Place): Promise<void> => {
  const shown = await shownBy(machine, place);
  const texts = new Set<string>();
  let last = '';
  for (const message of shown) {
    const problem = problemOf(stage, place, message) ?? (texts.has(message.text) ? 'P1 is shown twice' : undefined);
    if (problem !== undefined) stage.problems.add(`${problem}: ${machine.name} shows "${short(message.text)}"`);
    if (message.sortKey <= last) stage.problems.add(`P3 ${machine.name} shows messages out of order`);
    texts.add(message.text);
    last = message.sortKey;
  }
  for (const post of stage.posts.values()) {
    if (post.state !== 'saved' || post.author !== machine.name || post.place !== place || texts.has(post.text))
      continue;
    stage.problems.add(`P4 ${machine.name} was told that "${short(post.text)}" is saved, and does not show it`);
  }
};

/** P1: it was posted here, by whom it says, in these words; P3: it stands where it stands for everybody. */
const problemOf = (stage: SimStage, place: Place, message: MessageView): string | undefined => {
  const post = stage.posts.get(message.text);
  if (post === undefined) return 'P1 nobody posted it';
  if (post.author !== message.authorName || post.place !== place) return 'P1 it was posted by another, or elsewhere';
  const order = stage.orderOf.get(message.id) ?? message.sortKey;
  stage.orderOf.set(message.id, order);
  return order === message.sortKey ? undefined : 'P3 it stands elsewhere for others';
};

const short = (text: string): string => text.slice(0, 24);

/** P6: whom somebody sends content is a member of a community of theirs, as they know it. */
const checkContentSent = async (stage: SimStage): Promise<void> => {
  for (const { from, to } of stage.contentSent.values()) {
    const sender = stage.machines.find(({ name }) => name === from);
    if (sender === undefined) continue;
    const known = await Promise.all(stage.places.map(({ community }) => sender.queries().members(community)));
    const joining = await isJoining(sender);
    if (joining || known.flat().some(({ name }) => name === to)) continue;
    stage.problems.add(`P6 ${from} sent content to ${to}, who is no member`);
  }
  stage.contentSent.clear();
};

/** Who asks to join sends the request itself, and does not know the members yet. */
const isJoining = async (machine: SimMachine): Promise<boolean> =>
  (await machine.queries().communities()).some(({ state }) => state === 'joining');
