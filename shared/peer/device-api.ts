/** Several devices of one person: what can be asked of the core, and what it tells. Part of `PeerApi`. */
import type { CommunityId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import type { DeviceView } from '../model/devices.ts';

export type DeviceEvent =
  /**
   * On the old device: somebody has the code and asks to become this person's device. Show the number; if the new device
   * shows the same, and only then, `confirmDevice(true)`. `name` is what the other side says of itself: a hint.
   */
  | { kind: 'device-asks'; number: string; name: string }
  /** On the new device: the number to compare with the old one's. */
  | { kind: 'device-number'; number: string }
  /** On the old device: the other went away, or took too long, before or after it was confirmed. */
  | { kind: 'device-gone'; message: string }
  /** This device takes a new key in a community: what happened, in words. Until it is `done`, others may not see what it writes. */
  | { kind: 'device-rekeyed'; community: CommunityId; state: 'waits' | 'done'; reason: RekeyReason; message: string }
  /** On the old device: the new one is in. `missing` are communities where it could not be added, with the reason. */
  | { kind: 'device-added'; communities: readonly CommunityId[]; missing: readonly { name: string; reason: string }[] };

/** Why a device took a new key in a community. */
export type RekeyReason = 'forked' | 'clock-ahead';

export type RestoreError = 'bad-phrase' | 'already-in-use';
export type LinkDeviceError = 'bad-code' | 'already-in-use' | 'nobody-answered' | 'declined' | 'interrupted';

export type DeviceApi = {
  /** 24 words from which this person's keys follow. Whoever has them is this person. */
  recoveryPhrase: () => Promise<string>;
  /** Makes this profile the person of the phrase; only while it has joined and founded nothing. Then: join by an invite. */
  restoreFromPhrase: (words: string) => Promise<Result<undefined, RestoreError>>;
  /** The person's devices, in the order in which they came, in all communities. */
  devices: () => Promise<DeviceView[]>;
  /** On the old device: a link for the new one, valid for 10 minutes and once. A newer code ends the older one. */
  createDeviceCode: () => Promise<string>;
  /** On the old device: answers `device-asks`. */
  confirmDevice: (yes: boolean) => Promise<Result<undefined, 'nobody-asks'>>;
  /**
   * On the new device, while it has joined and founded nothing. Resolves when it is in (with the communities), declined,
   * or nobody answered for 30 s; after `device-number` it waits for the person at the old device.
   */
  linkDevice: (input: { code: string; deviceName: string }) => Promise<Result<readonly CommunityId[], LinkDeviceError>>;
};
