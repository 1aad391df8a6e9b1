/** Members tell those they are linked to where their hubs are: to be called there when nothing else works any more. */
import { isHubAddress, MAX_HUB_ADDRESSES } from '../base/hub-address.ts';
import type { LinkId } from '../base/ids.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import { isProvenMember, type LinkSession } from '../sync/link-session.ts';
import type { SyncedCommunity } from '../sync/synced-community.ts';

export type AddressTeller = {
  /** Tells whoever has not heard it as it is now. */
  look: () => void;
  heard: (session: LinkSession, addresses: readonly string[]) => void;
};

export type AddressPorts = {
  send: (link: LinkId, frame: Uint8Array) => void;
  /** Where others reach this machine's hub; empty if they do not, or shall not. */
  ownAddresses: () => readonly string[];
  /** For the host, which calls there. */
  remember: (addresses: readonly string[]) => void;
};

export const createAddressTeller = (
  { send, ownAddresses, remember }: AddressPorts,
  community: Pick<SyncedCommunity, 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): AddressTeller => {
  const told = new WeakMap<LinkSession, string>();
  return {
    look: () => {
      const addresses = ownAddresses().slice(0, MAX_HUB_ADDRESSES);
      const text = addresses.join(' ');
      for (const session of sessions()) {
        if (!isProvenMember(session, community) || (told.get(session) ?? '') === text) continue;
        told.set(session, text);
        send(session.link, writeLinkMessage({ kind: 'addresses', addresses }));
      }
    },
    heard: (session, addresses) => {
      const good = addresses.filter(isHubAddress);
      if (good.length > 0 && isProvenMember(session, community)) remember(good);
    },
  };
};
