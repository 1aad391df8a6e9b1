/**
 * The old device's side of linking a new one. The code lets somebody ask; nothing of the person leaves this machine before
 * they have compared the number and said yes.
 */
import { equalBytes, toBase64Url } from '../base/bytes.ts';
import type { CommunityId } from '../base/ids.ts';
import { fail, ok } from '../base/result.ts';
import { comparisonNumber, commitTo } from '../keys/comparison-number.ts';
import { CODE_SEED_BYTES, formatDeviceCode } from '../keys/device-code.ts';
import {
  type CommunityDoor,
  type DeviceClaim,
  type DeviceGrant,
  type DeviceMessage,
  writeGrant,
} from '../sync/device-message.ts';
import type { DeviceApi, DeviceEvent } from './device-api.ts';
import type { DeviceDoor, DeviceLink, DevicePorts } from './device-door.ts';

export type DeviceHostPorts = DevicePorts & {
  emit: (event: DeviceEvent) => void;
  drop: (promise: Promise<unknown>, why: string) => void;
  root: () => Uint8Array;
  /** The communities this device is in, as the new one needs them. */
  communities: () => DeviceGrant['communities'];
  nameOf: (community: CommunityId) => string;
  /** Adds the device to a community. @returns how it finds its members, or in words why it was not added */
  add: (claim: DeviceClaim) => Promise<CommunityDoor | string>;
};

type Stage =
  | { kind: 'code-is-out' }
  | { kind: 'asked'; commit: Uint8Array; name: string; nonce: Uint8Array }
  | { kind: 'waits-for-person'; link: DeviceLink; sealKey: Uint8Array }
  | { kind: 'granted'; communities: DeviceGrant['communities'] }
  | { kind: 'adding' };

type Round = { stage: Stage; close: () => void; cancelTimeout: () => void };

const CODE_MS = 10 * 60_000;
const PERSON_MS = 5 * 60_000;
const ADDING_MS = 60_000;

export const createDeviceHost = (
  ports: DeviceHostPorts,
  door: DeviceDoor,
): Pick<DeviceApi, 'createDeviceCode' | 'confirmDevice'> & { dispose: () => void } => {
  const { crypto, clock, random } = ports;
  let round: Round | undefined;

  const end = (message?: string): void => {
    if (round === undefined) return;
    const { stage, close, cancelTimeout } = round;
    round = undefined;
    cancelTimeout();
    close();
    if (message !== undefined && stage.kind !== 'code-is-out') ports.emit({ kind: 'device-gone', message });
  };

  const enter = (held: Round, stage: Stage, patience: number): void => {
    held.cancelTimeout();
    held.stage = stage;
    held.cancelTimeout = clock.after(patience, () => end(TOO_LATE));
  };

  const onReveal = (held: Round, link: DeviceLink, said: Extract<DeviceMessage, { kind: 'reveal' }>): void => {
    const { stage } = held;
    if (stage.kind !== 'asked' || !equalBytes(commitTo(crypto, said.nonce, said.sealKey), stage.commit))
      return end(GONE);
    const number = comparisonNumber(crypto, {
      code: link.code,
      asking: { device: link.other, nonce: said.nonce, sealKey: said.sealKey },
      asked: { device: link.own, nonce: stage.nonce },
    });
    enter(held, { kind: 'waits-for-person', link, sealKey: said.sealKey.slice() }, PERSON_MS);
    ports.emit({ kind: 'device-asks', number, name: stage.name });
  };

  const addTo = async (held: Round, link: DeviceLink, claims: readonly DeviceClaim[]): Promise<void> => {
    if (held.stage.kind !== 'granted') return end(GONE);
    const offered = new Set(held.stage.communities.map(({ community }) => community));
    enter(held, { kind: 'adding' }, ADDING_MS);
    const doors: CommunityDoor[] = [];
    const missing: { name: string; reason: string }[] = [];
    for (const claim of claims) {
      // each community once, and only those that were named
      const added = offered.delete(claim.community) ? await ports.add(claim) : undefined;
      if (typeof added === 'string') missing.push({ name: ports.nameOf(claim.community), reason: added });
      else if (added !== undefined) doors.push(added);
    }
    if (round === held) link.send({ kind: 'done', doors });
    ports.emit({ kind: 'device-added', communities: doors.map(({ community }) => community), missing });
    // the new device hangs up when it has kept what it got
  };

  const said = (held: Round, link: DeviceLink, message: DeviceMessage): void => {
    const { stage } = held;
    if (message.kind === 'ask' && stage.kind === 'code-is-out') {
      const nonce = random.bytes(32);
      enter(held, { kind: 'asked', commit: message.commit.slice(), name: message.name, nonce }, PERSON_MS);
      return link.send({ kind: 'nonce', nonce });
    }
    if (message.kind === 'reveal') return onReveal(held, link, message);
    if (message.kind === 'certify') return ports.drop(addTo(held, link, message.claims), 'adding a device');
    end(GONE);
  };

  return {
    createDeviceCode: () => {
      end(REPLACED);
      const seed = random.bytes(CODE_SEED_BYTES);
      const held: Round = {
        stage: { kind: 'code-is-out' },
        close: () => undefined,
        cancelTimeout: () => undefined,
      };
      enter(held, { kind: 'code-is-out' }, CODE_MS);
      round = held;
      held.close = door.open(seed, 'member', {
        linked: () => undefined,
        said: (link, message) => (round === held ? said(held, link, message) : undefined),
        closed: () => (round === held ? end(held.stage.kind === 'adding' ? undefined : GONE) : undefined),
      });
      return Promise.resolve(formatDeviceCode(crypto, seed));
    },
    confirmDevice: (yes) => {
      const held = round;
      if (held?.stage.kind !== 'waits-for-person') return Promise.resolve(fail('nobody-asks', NOBODY_ASKS));
      const { link, sealKey } = held.stage;
      if (!yes) {
        link.send({ kind: 'declined' });
        end();
        return Promise.resolve(ok(undefined));
      }
      const communities = ports.communities();
      enter(held, { kind: 'granted', communities }, ADDING_MS);
      const grant = writeGrant({ root: toBase64Url(ports.root()), communities });
      link.send({ kind: 'grant', sealed: crypto.sealTo(grant, sealKey) });
      return Promise.resolve(ok(undefined));
    },
    dispose: () => end(),
  };
};

const GONE = 'The other device went away. Make a new code to try again.';
const TOO_LATE = 'The other device took too long, or nobody said yes in time. Make a new code to try again.';
const REPLACED = 'A newer code replaced the one that the other device used.';
const NOBODY_ASKS = 'No device is asking (any more). Make a new code, and enter it on the new device.';
