/** A member's keys and knowledge, taken from their disk: what a modified client of theirs would speak with. */
import { deriveIdentity, type Identity, loadSeeds } from '../keys/identity.ts';
import { fromBase64Url } from '../base/bytes.ts';
import { type CommunityId, idBytes } from '../base/ids.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { type Operation, type OperationDraft, readOperation, signOperation } from '../governance/operation.ts';
import { type Community, openCommunity } from '../peer/community.ts';
import { readJournalEntry } from '../peer/journal-entry.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { SimPerson } from './sim-people.ts';

export type OwnCommunity = Community & {
  /** Signs an operation that may or may not count, with whatever is changed in it. */
  signed: (body: OperationBody, change?: Partial<OperationDraft>) => Operation;
  /** Who they would be with other seeds: somebody nobody knows. */
  stranger: (fill: number) => Identity;
};

export const ownCommunity = async (
  crypto: Crypto,
  person: Pick<SimPerson, 'secrets' | 'journal'>,
  id: CommunityId,
): Promise<OwnCommunity> => {
  const seeds = await loadSeeds(person.secrets, { bytes: (length) => new Uint8Array(length) });
  const entries = person.journal().map(readJournalEntry);
  const local = entries.findLast((entry) => entry?.kind === 'community' && entry.local.community === id);
  if (local?.kind !== 'community') throw new Error('they are not in that community');
  const community = openCommunity(crypto, seeds, local.local);
  for (const entry of entries) {
    const operation = entry?.kind === 'operation' && entry.community === id && readOperation(crypto, entry.bytes);
    if (operation) community.addOperation(operation);
  }
  const { device, signing } = community.identity;
  const salt = fromBase64Url(local.local.salt) ?? idBytes(id);
  return {
    ...community,
    signed: (body, change = {}) => {
      const chain = { community: id, device, ...community.log.nextOf(device), parents: community.log.heads() };
      return signOperation(crypto, { ...chain, body, ...change }, signing.privateKey);
    },
    stranger: (fill) =>
      deriveIdentity(crypto, { device: new Uint8Array(32).fill(fill), root: new Uint8Array(32).fill(fill + 1) }, salt),
  };
};
