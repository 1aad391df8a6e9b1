/** What was read here goes to this person's other devices, and what was read there counts here. */
import { drop } from '../../shared/base/drop.ts';
import type { CommunityId } from '../../shared/base/ids.ts';
import type { PersonalEntry } from '../../shared/model/personal.ts';
import type { PeerApi } from '../../shared/peer/peer-api.ts';
import type { PersonalPort } from './news-ports.ts';
import type { PersonalStore } from './personal-store.ts';

type Peer = Pick<PeerApi, 'tellOwnDevices' | 'subscribe'>;
type Report = (what: string, error: unknown) => void;

/** The disk, and the other devices: what is new to this one may be new to them, wherever it came from. */
export const keptEverywhere = (port: PersonalPort, peer: Peer, report: Report): PersonalPort => ({
  load: port.load,
  save: async (entries) => {
    tell(peer, entries, report);
    await port.save(entries);
  },
});

/** @param brought hears of what another device knew and this one did not @returns ends it */
export const followOwnDevices = (
  peer: Peer,
  personal: PersonalStore,
  brought: (entries: readonly PersonalEntry[]) => void,
  report: Report,
): (() => void) =>
  peer.subscribe((event) => {
    if (event.kind === 'own-device-met') {
      const told = personal.loaded.then(() =>
        tell(
          peer,
          personal.all().filter(({ community }) => community === event.community),
          report,
        ),
      );
      drop(told, 'telling other devices what was read', report);
    } else if (event.kind === 'personal') {
      const taken = personal.loaded.then(() => brought(personal.take(event.entries)));
      drop(taken, 'taking what was read elsewhere', report);
    }
  });

const tell = (peer: Peer, entries: readonly PersonalEntry[], report: Report): void => {
  const byCommunity = new Map<CommunityId, PersonalEntry[]>();
  for (const entry of entries) byCommunity.set(entry.community, [...(byCommunity.get(entry.community) ?? []), entry]);
  for (const [community, some] of byCommunity)
    drop(peer.tellOwnDevices({ community, entries: some }), 'telling other devices what was read', report);
};
