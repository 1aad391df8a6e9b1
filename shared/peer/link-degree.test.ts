/** Alice has more links than she needs: which of them she gives up, and which she keeps. */
import { beforeEach, expect, test } from 'vitest';

import type { LinkId } from '../base/ids.ts';
import { readLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import { sessionWith } from '../testing/test-session.ts';
import { createLinkDegree, type LinkDegree } from './link-degree.ts';

const community = { standing: () => 'active' as const, isRemoved: () => false };
let sessions: LinkSession[] = [];
let told: number[] = [];
let byCode: LinkId[] = [];
let alice: LinkDegree;

beforeEach(() => {
  [sessions, told, byCode] = [[], [], []];
  alice = createLinkDegree(
    {
      random: { bytes: (length) => new Uint8Array(length) },
      send: (_link, frame) => {
        const message = readLinkMessage(frame);
        if (message?.kind === 'degree') told.push(message.number);
      },
      closeLink: (link) => {
        sessions = sessions.filter((session) => session.link !== link);
      },
      isByCode: (link) => byCode.includes(link),
    },
    community,
    () => sessions,
  );
});

/** The first is the oldest. @param theirs links that each other side says it has */
const link = (count: number, theirs: number, isLazy: boolean): void => {
  for (let i = 0; i < count; i += 1) {
    const name = `m${sessions.length}`;
    const session = sessionWith(name, { now: sessions.length });
    session.isLazy = isLazy;
    sessions.push(session);
    alice.heard(session, theirs);
  }
};
const lookOften = (): void => {
  for (let i = 0; i < 40; i += 1) alice.look();
};

test('[SY-19] she tells each other side how many links she has, and again when that changes', () => {
  link(2, 9, false);
  alice.look();
  alice.look();
  expect(told).toEqual([2, 2]);
  link(1, 9, false);
  alice.look();
  expect(told).toEqual([2, 2, 3, 3, 3]);
});

test('[SY-19] of more than twelve she gives up those that bring nothing new, but for the oldest three', () => {
  link(20, 15, true);
  lookOften();
  expect(sessions).toHaveLength(12);
  expect(sessions.slice(0, 3).map((session) => session.link)).toEqual(['m0', 'm1', 'm2']);
});

test('[SY-19] what brings records first she keeps up to sixteen', () => {
  link(20, 15, false);
  lookOften();
  expect(sessions).toHaveLength(16);
});

test('[SY-19] nobody who would be left with too few is given up, nor who was connected by codes', () => {
  link(3, 15, true);
  link(10, 9, true);
  link(5, 15, true);
  byCode = sessions.slice(-5).map((session) => session.link);
  lookOften();
  expect(sessions).toHaveLength(18);
});
