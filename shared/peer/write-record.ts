/** Makes this device's next record in a channel. */
import { type ChannelId, idBytes, type OpId, ZERO_ID } from '../base/ids.ts';
import type { RecordKey } from '../keys/epoch-provider.ts';
import { nextClock, segmentOf } from '../lanes/hybrid-clock.ts';
import { epochIdOf, govIdsOf } from '../lanes/named-ids.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import { bodyHashOf, encryptBody, type Envelope, type LanePlace, signRecord, writeEnvelope } from '../lanes/record.ts';
import type { Crypto } from '../ports/crypto.ts';
import { type Community, headBytes } from './community.ts';

export const writeRecord = (
  crypto: Crypto,
  community: Community,
  input: { channel: ChannelId; plaintext: Uint8Array; now: number; nonce: Uint8Array; epoch: RecordKey },
): { place: LanePlace; fresh: StoredRecord } => {
  const { identity } = community;
  const last = community.lane(input.channel, identity.device).last();
  const clock = nextClock(last?.envelope.clock, input.now);
  const segment = segmentOf(clock);
  const place = { community: community.id, channel: input.channel, segment, device: identity.device };
  const header = {
    seq: last === undefined ? 0 : last.envelope.seq + 1,
    clock,
    prev: last?.id ?? ZERO_ID,
    ...contextOf(community, input.epoch.id, last?.envelope),
  };
  const key = { recordKey: input.epoch.recordKey, nonce: input.nonce };
  const body = encryptBody(crypto, place, header, input.plaintext, key);
  const signed = signRecord(
    crypto,
    place,
    { ...header, bodyLength: body.length, bodyHash: bodyHashOf(crypto, body) },
    identity.signing.privateKey,
  );
  const isFirstOfSegment = last === undefined || last.segment !== segment;
  const bytes = writeEnvelope(signed.envelope, isFirstOfSegment ? undefined : last.envelope);
  const index = isFirstOfSegment ? 0 : last.index + 1;
  return { place, fresh: { ...signed, bytes, body, segment, index } };
};

/** Mostly what the record before has: then it is the very same bytes, whose ids are written out already. */
const contextOf = (community: Community, epoch: OpId, last: Envelope | undefined): Pick<Envelope, 'gov' | 'epoch'> => {
  const heads = community.log.heads();
  const before = last && govIdsOf(last);
  const isAsBefore = before?.length === heads.length && before.every((head, i) => head === heads[i]);
  return {
    gov: last !== undefined && isAsBefore ? last.gov : headBytes(community),
    epoch: last !== undefined && epochIdOf(last) === epoch ? last.epoch : idBytes(epoch),
  };
};
