/** What a member could do to a shared Yjs document, said on a live link to the real core: it does nothing (LN-7, LN-8). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';

import { idBytes } from '../base/ids.ts';
import { createWriter } from '../base/writer.ts';
import { laneClientOf } from '../lanes/lane-client.ts';
import { createSegmentDocument } from '../lanes/segment-document.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { createHostileWorld, type HostileWorld } from '../testing/hostile-cast.ts';
import { YJS_ATTACKS, type YjsVictim } from '../testing/yjs-attacks.ts';

let cast: HostileWorld;
let victim: YjsVictim;
beforeEach(async () => {
  cast = await createHostileWorld(37);
  const document = createSegmentDocument(cast.crypto);
  for (const who of ['alice', 'bob', 'mallory']) {
    const run = cast.runOf(who);
    document.fold(run.place, run.from, run.envelopes);
  }
  const { place } = cast.runOf('alice');
  victim = { document: document.encode(), root: place.device, client: laneClientOf(cast.crypto, place) };
  document.dispose();
});
afterEach(() => cast.world.dispose());

/** The update where a lane's is expected, with a body for good measure. */
const inLaneFrame = (who: string, update: Uint8Array): Uint8Array => {
  const { place } = cast.runOf(who);
  const frame = createWriter().raw(idBytes(place.channel)).varuint(place.segment).raw(idBytes(place.device));
  return writeLinkMessage({ kind: 'lane', frame: frame.bytes(update).done() });
};

describe.each(YJS_ATTACKS)('$name', ({ updates, harm }) => {
  test('a plain document takes it and is harmed', () => {
    const doc = new Y.Doc({ gc: false });
    Y.applyUpdate(doc, victim.document);
    expect(doc.getArray(victim.root).length).toBe(1);
    for (const update of updates(victim)) {
      try {
        Y.applyUpdate(doc, update);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError); // deep nesting: it throws where nobody expects it
      }
    }
    expect(harm(doc, victim)).toBe(true);
  });

  test.each(['alice', 'mallory'])(
    'alice, bob and their lanes stay as they are, said as if it were %s’s lane',
    async (who) => {
      const { world, alice, bob, post, place } = cast;
      const before = [await cast.stateOf(alice), await cast.stateOf(bob)];
      await cast.attack(
        alice,
        updates(victim).map((update) => inLaneFrame(who, update)),
      );
      expect(await cast.linksTo(alice)).toEqual([]);
      expect([await cast.stateOf(alice), await cast.stateOf(bob)]).toEqual(before);
      await post(bob, 'bob goes on');
      await world.quiet();
      expect(await alice.texts(place.community, place.channel)).toContain('bob goes on');
    },
  );
});
