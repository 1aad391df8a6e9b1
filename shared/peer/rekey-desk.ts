/**
 * A device that cannot go on with its key takes a new one: its profile was copied, or its clock was far ahead. The new key is
 * drawn anew (two copies of one profile must not draw the same), written down before anybody hears of it, brought in like
 * a further device of the member, and then removes the old one.
 */
import { toBase64Url } from '../base/bytes.ts';
import type { DeviceId, LinkId } from '../base/ids.ts';
import { idBytes } from '../base/ids.ts';
import { isActiveDevice } from '../governance/community-state.ts';
import type { OperationBody } from '../governance/operation-body.ts';
import { certifyDevice, type Identity } from '../keys/identity.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import { writeLinkMessage } from '../sync/link-message.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { RekeyRequest } from '../sync/rekey-request.ts';
import { addDevice } from './add-device.ts';
import type { Community } from './community.ts';
import type { CommitLog } from './commit-log.ts';
import type { RekeyReason } from './device-api.ts';
import { type DeviceKey, type LocalCommunity, type NextKey, writeJournalEntry } from './journal-entry.ts';
import { draftAct } from './draft-act.ts';

export type RekeyDesk = {
  /** Looks whether a new key is needed, or has come; goes one step on. */
  check: () => Promise<void>;
  /** Undefined if this device may write, else resolves when it has its new key, where it needs nobody for that. */
  beforeWriting: () => Promise<void> | undefined;
};

type RekeyPorts = {
  crypto: Crypto;
  clock: Clock;
  random: Random;
  logger: Logger;
  commitLog: CommitLog;
  send: (link: LinkId, frame: Uint8Array) => void;
  closeLink: (link: LinkId, reason: string) => void;
  governed: () => Promise<void>;
  rekey: (state: 'waits' | 'done', reason: RekeyReason) => void;
};

type AtWork = { operate: (body: OperationBody) => Promise<unknown>; sessions: () => LinkSession[] };

/** How far ahead of the clock an own record may be before its lane is given up: it could not go on for so long. */
const AHEAD_MS = 24 * 60 * 60_000;

export const createRekeyDesk = (ports: RekeyPorts, community: Community, { operate, sessions }: AtWork): RekeyDesk => {
  const { crypto } = ports;
  let asks = 0;
  let running: Promise<void> | undefined;

  const keep = (local: LocalCommunity): Promise<void> => keepLocal(ports.commitLog, community, local);

  const begin = async (reason: RekeyReason): Promise<void> => {
    const { local } = community;
    const next = { ...newKey(ports.random, local.key), reason, old: community.identity.device };
    ports.logger.warn('new-device-key-needed', { reason });
    await keep({ ...local, next });
    ports.rekey('waits', reason);
  };

  /** The old key goes last: after a crash in between, this is done again. */
  const finish = async (next: NextKey): Promise<void> => {
    const { number, nonce, reason, old } = next;
    const local = { ...community.local, key: { number, nonce } };
    await keep(local);
    const removal = draftOwnRemoval(ports, community, old);
    if (removal !== undefined) await operate(removal);
    await keep({ ...local, next: undefined });
    for (const { link } of sessions()) ports.closeLink(link, 'a new device key');
    ports.rekey('done', reason);
    await ports.governed();
  };

  const askOne = (request: RekeyRequest): void => {
    const members = sessions().filter(({ mode, device }) => mode === 'member' && community.knowsDevice(device));
    const session = members[asks % Math.max(1, members.length)];
    asks += 1;
    if (session !== undefined) ports.send(session.link, writeLinkMessage({ kind: 'rekey', request }));
  };

  const start = async (): Promise<void> => {
    const reason = community.isJoined() ? reasonOf(community, ports.clock.now()) : undefined;
    if (reason === undefined) return;
    await begin(reason);
    return step();
  };

  const step = async (): Promise<void> => {
    const state = community.state();
    const { next } = community.local;
    if (next === undefined) return start();
    const identity = community.identityWith(next);
    // also where a copy of this profile has removed the old key in the meantime
    if (state !== undefined && isActiveDevice(state, identity.device)) return finish(next);
    if (!community.isJoined()) return;
    const request = requestOf(crypto, community, identity);
    // Its chain of operations is sound. One that was copied cannot vouch for itself.
    if (next.reason !== 'clock-ahead') return askOne(request);
    const refusal = await addDevice(crypto, community, operate, { member: identity.member, added: request });
    if (refusal === undefined) return step();
    ports.logger.warn('no-new-device-key', { refusal });
  };

  const check = (): Promise<void> =>
    (running ??= step().finally(() => {
      running = undefined;
    }));

  return {
    check,
    beforeWriting: () =>
      reasonOf(community, ports.clock.now()) === 'clock-ahead' || community.local.next?.reason === 'clock-ahead'
        ? check()
        : undefined,
  };
};

export const keepLocal = async (commitLog: CommitLog, community: Community, local: LocalCommunity): Promise<void> => {
  const entry = writeJournalEntry({ kind: 'community', local });
  // twice, since nobody else has it: damage to one must not take the keys that follow from it
  await commitLog.commit([entry, entry], () => [entry]);
  community.become(local);
};

export const newKey = (random: Random, key: DeviceKey | undefined): DeviceKey => ({
  number: (key?.number ?? 0) + 1,
  nonce: toBase64Url(random.bytes(32)),
});

/** Why this device needs a new key, if it does. */
const reasonOf = (community: Community, now: number): RekeyReason | undefined => {
  const { device } = community.identity;
  const fork = community.state()?.forks.get(device);
  if (fork !== undefined && !isAlone(community) && community.plant !== 'forked-key-kept') return 'forked';
  return newestClock(community, device) > now + AHEAD_MS ? 'clock-ahead' : undefined;
};

/** Nobody could bring a new key in; and nobody could have been told two things. */
const isAlone = (community: Community): boolean => {
  const state = community.state();
  const own = state?.members.get(community.identity.member)?.devices ?? [];
  return (state?.activeMembers ?? 0) <= 1 && own.length <= 1;
};

const newestClock = (community: Community, device: DeviceId): number =>
  Math.max(0, ...community.channels().map((channel) => community.lane(channel, device).last()?.envelope.clock.ms ?? 0));

const requestOf = (crypto: Crypto, community: Community, identity: Identity): RekeyRequest => ({
  device: identity.device,
  sealKey: toBase64Url(identity.sealing.publicKey),
  certificate: toBase64Url(certifyDevice(crypto, identity, idBytes(community.id))),
});

/** With a key that the old one does not get. Undefined where a copy of this profile has done it already. */
const draftOwnRemoval = (
  ports: { crypto: Crypto; random: Random; clock: Clock },
  community: Community,
  old: DeviceId,
): OperationBody | undefined => {
  const state = community.state();
  if (state === undefined || !isActiveDevice(state, old)) return undefined;
  return draftAct(ports, community, state, { kind: 'remove-device', device: old }).body;
};
