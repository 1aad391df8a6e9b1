/** Joins both sides of device linking to the communities of this profile. */
import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import type { CommunityId } from '../base/ids.ts';
import { type CommunityDoor, type DeviceClaim, MAX_COMMUNITIES } from '../sync/device-message.ts';
import { addDevice } from './add-device.ts';
import type { CommunityRuntime } from './community-runtime.ts';
import type { DeviceApi, DeviceEvent } from './device-api.ts';
import { createDeviceDoor, type DeviceDoor, type DevicePorts } from './device-door.ts';
import { createDeviceGuest } from './device-guest.ts';
import { createDeviceHost } from './device-host.ts';
import type { LocalCommunity } from './journal-entry.ts';
import { createOwnDevices } from './own-devices.ts';
import type { OwnSeeds } from './own-seeds.ts';

type LinkingPorts = DevicePorts & {
  seeds: OwnSeeds;
  runtimes: ReadonlyMap<CommunityId, CommunityRuntime>;
  emit: (event: DeviceEvent) => void;
  drop: (promise: Promise<unknown>, why: string) => void;
  keep: (locals: readonly LocalCommunity[]) => Promise<void>;
  roomsChanged: () => void;
};

export const createDeviceLinking = (ports: LinkingPorts): { api: DeviceApi; door: DeviceDoor; dispose: () => void } => {
  const { crypto, runtimes, seeds } = ports;
  const door = createDeviceDoor(ports, ports.roomsChanged);

  const joined = (): CommunityRuntime[] => [...runtimes.values()].filter(({ community }) => community.isJoined());

  const add = async (claim: DeviceClaim): Promise<CommunityDoor | string> => {
    const runtime = runtimes.get(claim.community);
    const epoch = runtime?.community.keys.newest();
    if (runtime === undefined || epoch === undefined) return 'This device has no key there.';
    const { community, operate } = runtime;
    const { device, sealKey, certificate } = claim;
    const member = community.identity.member;
    const refusal = await addDevice(crypto, community, operate, { member, added: { device, sealKey, certificate } });
    if (refusal !== undefined) return refusal;
    const box = crypto.sealTo(epoch.secret, fromBase64Url(sealKey) ?? new Uint8Array(0));
    return { community: claim.community, epoch: epoch.id, box: toBase64Url(box) };
  };

  const host = createDeviceHost(
    {
      ...ports,
      root: () => seeds.current().root,
      communities: () =>
        joined()
          .slice(0, MAX_COMMUNITIES)
          .map(({ community: { id, local } }) => ({ community: id, salt: local.salt, memberName: local.memberName })),
      nameOf: (community) => runtimes.get(community)?.community.state()?.name ?? '',
      add,
    },
    door,
  );
  const guest = createDeviceGuest(ports, door);
  return {
    door,
    api: {
      ...createOwnDevices(seeds, () => joined().map(({ community }) => community)),
      createDeviceCode: host.createDeviceCode,
      confirmDevice: host.confirmDevice,
      linkDevice: guest.linkDevice,
    },
    dispose: () => {
      host.dispose();
      guest.dispose();
    },
  };
};
