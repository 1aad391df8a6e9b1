import { expect, test } from 'vitest';

import { fail, ok } from '../../shared/base/result.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import { eventually } from '../../shared/testing/eventually.ts';
import { createFirstPicture } from './first-picture.ts';
import type { Place } from './places.ts';
import { createPreferences } from './preferences.ts';
import { createStore } from './store.ts';
import { alice, KELP, kelpOf } from './testing/page-cast.ts';

type Asked = Parameters<PeerApi['setPicture']>[0];
const PICTURE = Uint8Array.of(7, 255, 0);

/** What stays when the window is closed. */
const profileOf = () => {
  let kept: string | undefined;
  return { read: () => kept, write: (text: string) => void (kept = text) };
};

/** @param answer of the core; it may lack one */
const openWindow = (profile = profileOf(), answer: PeerApi['setPicture'] = async () => ok(undefined)) => {
  const asked: Asked[] = [];
  const open = new Set<string>();
  const reports: string[] = [];
  const places = createStore<readonly Place[] | undefined>(undefined);
  const preferences = createPreferences(profile);
  const picture = createFirstPicture({
    peer: {
      setPicture: (input) => {
        asked.push(input);
        return answer(input);
      },
    },
    faces: {
      address: (bytes) => {
        const address = `blob:${bytes.join()}`;
        open.add(address);
        return address;
      },
      letGo: (address) => void open.delete(address),
    },
    places: { all: places },
    preferences,
    report: (what) => void reports.push(what),
  });
  const show = (state: 'joining' | 'joined'): void =>
    places.set([{ community: { ...kelpOf(alice), state }, channels: [] }]);
  return { picture, asked, open, reports, show, waiting: () => preferences.get().waitingPictures };
};

test('the picture becomes hers as soon as she is in, and once', async () => {
  const { picture, asked, show, waiting } = openWindow();
  picture.choose(PICTURE);
  picture.keepFor(KELP);
  show('joining');
  expect(asked).toEqual([]);
  show('joined');
  show('joined');
  await eventually(() => expect(waiting()).toEqual({}));
  show('joined');
  expect(asked).toEqual([{ community: KELP, picture: PICTURE }]);
});

test('a community that she founds is there before she says that the picture is for it', async () => {
  const { picture, asked, show, waiting } = openWindow();
  picture.choose(PICTURE);
  show('joined');
  expect(asked).toEqual([]);
  picture.keepFor(KELP);
  expect(asked).toEqual([{ community: KELP, picture: PICTURE }]);
  await eventually(() => expect(waiting()).toEqual({}));
});

test('it waits over restarts until she is let in', async () => {
  const profile = profileOf();
  const before = openWindow(profile);
  before.picture.choose(PICTURE);
  before.picture.keepFor(KELP);
  before.show('joining');
  before.picture.dispose();
  const after = openWindow(profile);
  expect(after.picture.chosen.get()).toBeUndefined();
  after.show('joined');
  expect(after.asked).toEqual([{ community: KELP, picture: PICTURE }]);
});

test('who asks again without a picture has none', () => {
  const { picture, asked, show } = openWindow();
  picture.choose(PICTURE);
  picture.keepFor(KELP);
  picture.choose();
  picture.keepFor(KELP);
  show('joined');
  expect(asked).toEqual([]);
});

test('one that is refused is not asked for again; one that met no core is', async () => {
  const refused = openWindow(undefined, async () => fail('bad-picture', ''));
  refused.picture.choose(PICTURE);
  refused.picture.keepFor(KELP);
  refused.show('joined');
  await eventually(() => expect(refused.reports).toEqual(['setting the first picture']));
  expect(refused.waiting()).toEqual({});

  const alone = openWindow(undefined, () => Promise.reject(new Error('the core is gone')));
  alone.picture.choose(PICTURE);
  alone.picture.keepFor(KELP);
  alone.show('joined');
  await eventually(() => expect(alone.reports).toEqual(['setting the first picture']));
  expect(Object.keys(alone.waiting())).toEqual([KELP]);
});

test('addresses are let go of when they are not shown any more', () => {
  const { picture, open } = openWindow();
  picture.choose(PICTURE);
  picture.choose(Uint8Array.of(1));
  expect([...open]).toEqual(['blob:1']);
  picture.dispose();
  expect(open.size).toBe(0);
});
