/** Words about coming in, beginning, and what can be wrong meanwhile. Part of the one table in strings.ts. */
import type { FirstStep } from '../app/first-steps.ts';
import type { PictureProblem } from '../app/services.ts';

const duration = (ms: number): string => {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  const [count, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2_880
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};

export const doorStrings = {
  ownName: {
    hint: 'What people here will see. Any name will do, and you can change it later.',
    face: 'Your picture, drawn from your key. Each community sees another one.',
    chosen: 'Your picture, only in the community that you come to next. You can change it later.',
  },
  /** One of each makes a name for who has not given one. */
  names: [
    [
      'Amber',
      'Brisk',
      'Calm',
      'Clever',
      'Copper',
      'Curious',
      'Drifting',
      'Early',
      'Gentle',
      'Golden',
      'Kind',
      'Lucky',
      'Merry',
      'Patient',
      'Quiet',
      'Silver',
      'Steady',
      'Sunny',
      'Swift',
      'Wandering',
    ],
    [
      'Anchor',
      'Auk',
      'Crab',
      'Cuttlefish',
      'Dolphin',
      'Eider',
      'Gannet',
      'Gull',
      'Heron',
      'Limpet',
      'Lobster',
      'Otter',
      'Pearl',
      'Puffin',
      'Sandpiper',
      'Seal',
      'Starfish',
      'Tern',
      'Urchin',
      'Walrus',
    ],
  ],

  paste: {
    welcome: 'Were you sent a link? Paste it anywhere here.',
    choose: 'Choose a picture of the code',
    drop: 'Or paste a picture, or drop it here.',
    dropNow: 'Drop the picture here',
    reading: 'Looking for a code in the picture…',
    problems: {
      'no-code':
        'There is no invite code in this picture. Use one in which the whole code is seen, sharp and from the front.',
      'no-picture': 'This file is not a picture that can be read. Use a PNG, JPEG, WebP or GIF.',
      'too-large': 'This picture is too large. Use one of less than 20 MB.',
      'too-many-pixels':
        'This picture has more than 40 megapixels. Use a smaller one, or the part of it with the code.',
    } satisfies Record<PictureProblem, string>,
  },

  invitePicture: {
    label: (community: string) => `QR code of the invite to ${community}`,
    save: 'Save picture',
    saved: 'The picture was saved',
    caption: 'Open with Holdfast to join',
    failed: 'The picture could not be made. Copy the link instead.',
    hint: 'Whoever sees the picture can use the invite, as with the link.',
  },

  firstSteps: {
    title: 'What comes next',
    steps: {
      invite: {
        title: 'Invite people',
        hint: 'Send a link or a picture. They come in while one of you is online.',
        act: 'Invite people',
      },
      write: {
        title: 'Write the first message',
        hint: 'Say what this place is for. Whoever comes later will read it.',
        act: 'Write a message',
      },
      channels: {
        title: 'Make a channel',
        hint: 'One for each thing you talk about keeps it easy to follow.',
        act: 'Create channel',
      },
    } satisfies Record<FirstStep, { title: string; hint: string; act: string }>,
  },

  rail: {
    up: 'Move up',
    down: 'Move down',
    moved: (name: string, place: number, all: number) => `${name} is now ${place} of ${all}`,
  },

  comeBack: {
    open: 'Open an invite',
    kicked: 'You can come back with a new invite.',
    banned: 'To come back, ask somebody who moderates there to lift the ban; then open a new invite.',
  },

  clock: {
    mine: (by: string) => `The clock of this device is ${by}`,
    theirs: (name: string, by: string) => `The clock of ${name} is ${by}`,
    behind: (ms: number) => `${duration(ms)} behind`,
    ahead: (ms: number) => `${duration(ms)} ahead`,
    differ: (name: string, ms: number) => `Your clock and that of ${name} differ by ${duration(ms)}`,
    mineText:
      'Most connected members agree with each other and not with it. What you write may stand in the wrong place. Set the clock in the system’s settings.',
    theirsText: 'What they write may stand in the wrong place. Tell them to set their clock. Nothing is lost.',
    eitherText:
      'One of you has the wrong time, so messages may stand in the wrong place. Compare both with a clock that is right.',
    somebody: 'a member',
    details: 'Compare clocks',
    column: 'Clock',
    same: 'same',
  },

  newer: {
    title: 'Somebody has a newer version of Holdfast',
    text: 'This version cannot connect to theirs. You go on with everybody else. Update Holdfast to reach them as well.',
    action: 'Show my version',
    fact: 'Connecting to somebody who has a newer version of Holdfast. Update yours to reach them',
  },
} as const;
