/** The new device's side: it asks with a code, shows the number, and takes over who it is when the old device says so. */
import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import { type CommunityId, idBytes } from '../base/ids.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { comparisonNumber, commitTo } from '../keys/comparison-number.ts';
import { parseDeviceCode } from '../keys/device-code.ts';
import { certifyDevice, deriveIdentity } from '../keys/identity.ts';
import type { KeyPair } from '../ports/crypto.ts';
import {
  type CommunityDoor,
  type DeviceClaim,
  type DeviceGrant,
  type DeviceMessage,
  MAX_DEVICE_NAME,
  readGrant,
} from '../sync/device-message.ts';
import type { DeviceApi, DeviceEvent, LinkDeviceError } from './device-api.ts';
import type { DeviceDoor, DeviceLink, DevicePorts } from './device-door.ts';
import type { LocalCommunity } from './journal-entry.ts';
import { ALREADY_IN_USE } from './own-devices.ts';
import type { OwnSeeds } from './own-seeds.ts';

export type DeviceGuestPorts = DevicePorts & {
  emit: (event: DeviceEvent) => void;
  drop: (promise: Promise<unknown>, why: string) => void;
  seeds: OwnSeeds;
  /** Makes these communities this device's, durably, and goes to look for their members. */
  keep: (locals: readonly LocalCommunity[]) => Promise<void>;
};

type Outcome = Result<readonly CommunityId[], LinkDeviceError>;

type Stage =
  | { kind: 'seeking' }
  | { kind: 'asked'; nonce: Uint8Array; sealing: KeyPair }
  | { kind: 'compares'; sealing: KeyPair }
  | { kind: 'granted'; communities: DeviceGrant['communities'] }
  | { kind: 'keeping' };

type Round = { stage: Stage; deviceName: string; cancelTimeout: () => void; finish: (outcome: Outcome) => void };

const SEEK_MS = 30_000;
const WAIT_MS = 10 * 60_000;

export const createDeviceGuest = (
  ports: DeviceGuestPorts,
  door: DeviceDoor,
): Pick<DeviceApi, 'linkDevice'> & { dispose: () => void } => {
  const { crypto, clock, random, seeds } = ports;
  let round: Round | undefined;

  const enter = (held: Round, stage: Stage, patience: number, tooLate: Outcome): void => {
    held.cancelTimeout();
    held.stage = stage;
    held.cancelTimeout = clock.after(patience, () => held.finish(tooLate));
  };

  const ask = (held: Round, link: DeviceLink): void => {
    const nonce = random.bytes(32);
    const sealing = crypto.sealingKeys(random.bytes(32));
    enter(held, { kind: 'asked', nonce, sealing }, SEEK_MS, INTERRUPTED);
    link.send({ kind: 'ask', commit: commitTo(crypto, nonce, sealing.publicKey), name: held.deviceName });
  };

  const onNonce = (held: Round, link: DeviceLink, theirs: Uint8Array): void => {
    if (held.stage.kind !== 'asked') return held.finish(INTERRUPTED);
    const { nonce, sealing } = held.stage;
    const number = comparisonNumber(crypto, {
      code: link.code,
      asking: { device: link.own, nonce, sealKey: sealing.publicKey },
      asked: { device: link.other, nonce: theirs },
    });
    enter(held, { kind: 'compares', sealing }, WAIT_MS, INTERRUPTED);
    link.send({ kind: 'reveal', nonce, sealKey: sealing.publicKey });
    ports.emit({ kind: 'device-number', number });
  };

  const onGrant = async (held: Round, link: DeviceLink, sealed: Uint8Array): Promise<void> => {
    const opened = held.stage.kind === 'compares' ? crypto.openSealed(sealed, held.stage.sealing) : undefined;
    const grant = opened && readGrant(opened);
    const root = grant && fromBase64Url(grant.root);
    if (grant === undefined || root === undefined) return held.finish(INTERRUPTED);
    enter(held, { kind: 'granted', communities: grant.communities }, WAIT_MS, INTERRUPTED);
    if (!(await seeds.takeRoot(root))) return held.finish(IN_USE);
    if (round === held) link.send({ kind: 'certify', claims: grant.communities.map(claimOf) });
  };

  const claimOf = ({ community, salt }: DeviceGrant['communities'][number]): DeviceClaim => {
    const identity = deriveIdentity(crypto, seeds.current(), fromBase64Url(salt) ?? idBytes(community));
    return {
      community,
      device: identity.device,
      sealKey: toBase64Url(identity.sealing.publicKey),
      certificate: toBase64Url(certifyDevice(crypto, identity, idBytes(community))),
    };
  };

  const onDone = async (held: Round, doors: readonly CommunityDoor[]): Promise<void> => {
    if (held.stage.kind !== 'granted') return held.finish(INTERRUPTED);
    const byCommunity = new Map(doors.map((each) => [each.community, each]));
    const locals = held.stage.communities.flatMap((granted): LocalCommunity[] => {
      const found = byCommunity.get(granted.community);
      return found === undefined ? [] : [{ ...granted, door: { epoch: found.epoch, box: found.box } }];
    });
    held.stage = { kind: 'keeping' };
    held.cancelTimeout();
    await seeds.claim();
    await ports.keep(locals);
    held.finish(ok(locals.map(({ community }) => community)));
  };

  const said = (held: Round, link: DeviceLink, message: DeviceMessage): void => {
    if (message.kind === 'nonce') return onNonce(held, link, message.nonce);
    if (message.kind === 'grant') return ports.drop(onGrant(held, link, message.sealed), 'taking over the identity');
    if (message.kind === 'done') return ports.drop(onDone(held, message.doors), 'keeping the communities');
    held.finish(message.kind === 'declined' ? DECLINED : INTERRUPTED);
  };

  const start = (seed: Uint8Array, deviceName: string, answer: (outcome: Outcome) => void): void => {
    let close = (): void => undefined;
    const held: Round = {
      stage: { kind: 'seeking' },
      deviceName: deviceName.trim().slice(0, MAX_DEVICE_NAME),
      cancelTimeout: () => undefined,
      finish: (outcome) => {
        if (round !== held) return;
        round = undefined;
        held.cancelTimeout();
        close();
        answer(outcome);
      },
    };
    round = held;
    enter(held, held.stage, SEEK_MS, NOBODY);
    close = door.open(seed, 'joiner', {
      linked: (link) => (round === held ? ask(held, link) : undefined),
      said: (link, message) => (round === held ? said(held, link, message) : undefined),
      closed: () => (held.stage.kind === 'keeping' ? undefined : held.finish(INTERRUPTED)),
    });
  };

  return {
    linkDevice: ({ code, deviceName }) => {
      const seed = parseDeviceCode(crypto, code);
      if (seed === undefined) return Promise.resolve(fail('bad-code', BAD_CODE));
      if (seeds.isInUse()) return Promise.resolve(IN_USE);
      round?.finish(INTERRUPTED);
      return new Promise((answer) => start(seed, deviceName, answer));
    },
    dispose: () => round?.finish(INTERRUPTED),
  };
};

const BAD_CODE =
  'This is not a device code. It begins with holdfast://device# and is shown on your other device: copy the whole of it.';
const IN_USE = fail('already-in-use', ALREADY_IN_USE);
const NOBODY = fail(
  'nobody-answered',
  'Your other device has not answered. Both must be on, and a code is good for 10 minutes and for one device. Make a new code there and try again.',
);
const DECLINED = fail('declined', 'Your other device said no.');
const INTERRUPTED = fail(
  'interrupted',
  'The connection to your other device ended before everything was handed over. Make a new code there and try again.',
);
