/** The picture that somebody chose while coming in: theirs in that community alone, as soon as they are in, also after a restart. */
import { fromBase64Url, toBase64Url } from '../../shared/base/bytes.ts';
import { drop } from '../../shared/base/drop.ts';
import type { CommunityId } from '../../shared/base/ids.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { FacePort } from './faces.ts';
import type { Places } from './places.ts';
import type { PreferencesStore } from './preferences.ts';
import { createStore, type ReadableStore } from './store.ts';

export type ChosenPicture = { bytes: Uint8Array; address: string };

export type FirstPicture = {
  chosen: ReadableStore<ChosenPicture | undefined>;
  /** @param bytes undefined: none after all */
  choose: (bytes?: Uint8Array) => void;
  /** What is chosen now, if anything, is to be this person's picture there. */
  keepFor: (community: CommunityId) => void;
  dispose: () => void;
};

type Ports = {
  peer: Pick<PeerApi, 'setPicture'>;
  faces: Pick<FacePort, 'address' | 'letGo'>;
  places: Pick<Places, 'all'>;
  preferences: PreferencesStore;
  report: (what: string, error: unknown) => void;
};

export const createFirstPicture = ({ peer, faces, places, preferences, report }: Ports): FirstPicture => {
  const chosen = createStore<ChosenPicture | undefined>(undefined);
  const begun = new Set<CommunityId>();

  const keep = (community: CommunityId, picture: string | undefined): void => {
    const others = Object.entries(preferences.get().waitingPictures).filter(([other]) => other !== community);
    const kept = picture === undefined ? others : [...others, [community, picture]];
    preferences.change({ waitingPictures: Object.fromEntries(kept) });
  };
  const setIn = async (community: CommunityId, kept: string): Promise<void> => {
    const picture = fromBase64Url(kept);
    const set = picture === undefined ? undefined : await peer.setPicture({ community, picture });
    // one that is refused now would be refused again
    keep(community, undefined);
    if (set?.ok === false) report('setting the first picture', new Error(set.error));
  };
  const setWhereIn = (): void => {
    const { waitingPictures } = preferences.get();
    for (const { community } of places.all.get() ?? []) {
      const kept = waitingPictures[community.id];
      if (kept === undefined || community.state !== 'joined' || begun.has(community.id)) continue;
      begun.add(community.id);
      const setting = setIn(community.id, kept).finally(() => begun.delete(community.id));
      drop(setting, 'setting the first picture', report);
    }
  };
  const stop = places.all.subscribe(setWhereIn);
  const choose: FirstPicture['choose'] = (bytes) => {
    const before = chosen.get();
    chosen.set(bytes && { bytes, address: faces.address(bytes) });
    if (before !== undefined) faces.letGo(before.address);
  };
  return {
    chosen,
    choose,
    keepFor: (community) => {
      const picture = chosen.get();
      keep(community, picture && toBase64Url(picture.bytes));
      setWhereIn();
    },
    dispose: () => {
      stop();
      choose();
    },
  };
};
