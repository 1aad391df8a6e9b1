/** What a FORK_PROOF proves, if it does: both halves carry the device's own signature. */
import { equalBytes, fromBase64Url } from '../base/bytes.ts';
import type { ChannelId, CommunityId } from '../base/ids.ts';
import { hasValidSignature, readEnvelope, recordIdOf } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { BodyOf } from './operation-body.ts';
import { readOperation } from './operation.ts';

export type ProvenFork = { kind: 'operations'; seq: number } | { kind: 'records'; channel: ChannelId; seq: number };

export const provenFork = (
  crypto: Crypto,
  community: CommunityId,
  proof: BodyOf<'FORK_PROOF'>,
): ProvenFork | undefined =>
  'operations' in proof ? forkedOperations(crypto, community, proof) : forkedRecords(crypto, community, proof);

const forkedOperations = (
  crypto: Crypto,
  community: CommunityId,
  proof: Extract<BodyOf<'FORK_PROOF'>, { operations: unknown }>,
): ProvenFork | undefined => {
  const [a, b] = proof.operations.map((text) => readOperation(crypto, fromBase64Url(text) ?? new Uint8Array(0)));
  if (a === undefined || b === undefined || a.id === b.id || a.deviceSeq !== b.deviceSeq) return undefined;
  const isTheirs = [a, b].every(
    ({ device, community: of, id }) =>
      device === proof.device && (of === community || (id as string) === (community as string)),
  );
  return isTheirs ? { kind: 'operations', seq: a.deviceSeq } : undefined;
};

const forkedRecords = (
  crypto: Crypto,
  community: CommunityId,
  proof: Extract<BodyOf<'FORK_PROOF'>, { records: unknown }>,
): ProvenFork | undefined => {
  const { channel, device } = proof;
  const [a, b] = proof.records.map(({ segment, envelope }) => {
    const read = readEnvelope(fromBase64Url(envelope) ?? new Uint8Array(0), undefined);
    const place = { community, channel, segment, device };
    if (read === undefined || !hasValidSignature(crypto, place, read)) return undefined;
    return { id: recordIdOf(crypto, place, read), seq: read.seq };
  });
  if (a === undefined || b === undefined || a.seq !== b.seq || equalBytes(a.id, b.id)) return undefined;
  return { kind: 'records', channel, seq: a.seq };
};
