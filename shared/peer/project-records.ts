/**
 * Durable records → messages to show, and what was done to messages. Records whose governance or key is not known here
 * yet wait.
 */
import { type ChannelId, recordId } from '../base/ids.ts';
import type { CommunityState } from '../governance/community-state.ts';
import { epochIdOf } from '../lanes/named-ids.ts';
import type { EffectOp, KnownOp, OpRef } from '../lanes/op-schemas.ts';
import { type Op, readOps } from '../lanes/ops.ts';
import { decryptBody, type LanePlace } from '../lanes/record.ts';
import { rankOf } from '../model/permissions.ts';
import type { EffectAct, EffectView, MessageRef, MessageView } from '../model/views.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Community } from './community.ts';
import { refusalIn } from './judge-effect.ts';
import { knownToAuthor, mayWrite } from './judge-record.ts';
import { type Author, type PlacedRecord, placeOf, stubsOf } from './message-stubs.ts';

export type Said = {
  messages: MessageView[];
  effects: EffectView[];
  /** A delete or purge names this record: its bytes have to go, or are gone. */
  isDropped: boolean;
};

const NOTHING: Said = { messages: [], effects: [], isDropped: false };

/**
 * @param how `as-said`: as if nobody had deleted anything
 * @returns what a record says, in order; `wait` if the governance its author knew is not here yet; `locked` without its
 * key, which may come later; nothing if it says nothing that counts
 */
export const projectRecord = (
  crypto: Crypto,
  community: Community,
  placed: PlacedRecord,
  how?: 'as-said',
): Said | 'wait' | 'locked' => {
  const { place, record } = placed;
  const known = knownToAuthor(community, place, record.envelope);
  if (known === 'void') return NOTHING;
  const author = authorOf(community, placed);
  if (author === undefined || known === 'wait') return 'wait';
  const ops = record.body === undefined ? [] : opsOf(crypto, community, placed);
  if (ops === 'locked') return 'locked';
  const named = how === 'as-said' ? [] : community.drops.namedBy(inChannel(placed));
  // everybody has to know what was deleted: a record that deletes something stays
  if (named.length > 0 && !ops.some(({ kind }) => kind === 'delete' || kind === 'purge')) {
    const isSaid = mayWrite(community, known, place);
    return { messages: isSaid ? stubsOf(author, placed, named) : [], effects: [], isDropped: true };
  }
  return {
    messages: mayWrite(community, known, place)
      ? ops.flatMap((op, i) => (op.kind === 'post' ? [messageOf(author, placed, op, i)] : []))
      : [],
    effects: ops.flatMap((op, i) =>
      op.kind === 'post' || op.kind === 'unknown' ? [] : effectsOf(community, known, author, placed, op, i),
    ),
    isDropped: false,
  };
};

export const inChannel = ({
  place,
  record,
}: PlacedRecord): { channel: ChannelId; device: LanePlace['device']; seq: number } => ({
  channel: place.channel,
  device: place.device,
  seq: record.envelope.seq,
});

const opsOf = (crypto: Crypto, community: Community, { place, record }: PlacedRecord): Op[] | 'locked' => {
  const epoch = community.keys.opening(place.channel, epochIdOf(record.envelope));
  if (epoch === undefined) return 'locked';
  const plaintext = record.body && decryptBody(crypto, place, record.envelope, record.body, epoch.recordKey);
  return (plaintext && readOps(plaintext)) ?? [];
};

const authorOf = (community: Community, { place }: PlacedRecord): Author | undefined => {
  const state = community.state();
  const member = state?.devices.get(place.device)?.member;
  return member && { author: member, authorName: state?.members.get(member)?.name ?? '' };
};

const messageOf = (
  by: Author,
  placed: PlacedRecord,
  { text, replyTo, thread }: Extract<KnownOp, { kind: 'post' }>,
  at: number,
): MessageView => {
  const record = recordId(placed.record.id);
  const { id, community, channel, device, seq, sentAt, sortKey } = placeOf(placed, at, record);
  // spelled out, because spreading takes longer than all the rest, and most messages are just that
  const { author, authorName } = by;
  const message = { id, community, channel, device, seq, sentAt, sortKey, author, authorName, record, text };
  if (replyTo === undefined && thread === undefined) return message;
  return { ...message, ...(replyTo && { replyTo: refOf(replyTo) }), ...(thread && { thread: refOf(thread) }) };
};

const refOf = ({ record, op, at }: OpRef): MessageRef => ({ id: `${record}.${op}`, sortKey: `${at}.${record}.${op}` });

const effectsOf = (
  community: Community,
  known: CommunityState,
  { author, authorName }: Author,
  placed: PlacedRecord,
  op: EffectOp,
  at: number,
): EffectView[] => {
  if (refusalIn(community, known, placed.place, op) !== undefined) return [];
  const { device, seq } = op.target;
  return [
    {
      ...placeOf(placed, at),
      target: { ...refOf(op.target), device, seq },
      by: author,
      byName: authorName,
      rank: rankOf(known, author),
      act: actOf(known, op),
    },
  ];
};

const actOf = (known: CommunityState, op: EffectOp): EffectAct => {
  switch (op.kind) {
    case 'edit':
      return { kind: 'edit', text: op.text };
    case 'react':
      return { kind: 'react', emoji: op.emoji, on: op.on };
    case 'pin':
      return { kind: 'pin', on: op.on };
    case 'hide':
      return { kind: 'hide', on: op.on, ...reasonOf(op) };
    case 'delete':
      return { kind: 'delete', ...dropOf(known, op) };
    case 'purge':
      return { kind: 'purge', ...dropOf(known, op), ...reasonOf(op) };
  }
};

/** Only of whom the message is: nobody drops somebody else's words by the way. */
const dropOf = (known: CommunityState, { target, records, thread }: Extract<EffectOp, { records: unknown }>) => {
  const author = known.devices.get(target.device)?.member;
  return {
    records: records.filter(({ device }) => known.devices.get(device)?.member === author),
    ...(thread && { thread: refOf(thread) }),
  };
};

const reasonOf = ({ reason }: { reason?: string | undefined }): { reason?: string } =>
  reason === undefined ? {} : { reason };
