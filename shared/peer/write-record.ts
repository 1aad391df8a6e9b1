/** Makes this device's next record in a channel. */
import { type ChannelId, idBytes, ZERO_ID } from '../base/ids.ts';
import type { RecordKey } from '../keys/epoch-provider.ts';
import { nextClock, segmentOf } from '../lanes/hybrid-clock.ts';
import type { StoredRecord } from '../lanes/stored-record.ts';
import { bodyHashOf, encryptBody, type LanePlace, signRecord, writeEnvelope } from '../lanes/record.ts';
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
    gov: headBytes(community),
    epoch: idBytes(input.epoch.id),
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
