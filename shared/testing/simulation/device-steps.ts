/** One more machine of somebody: linked with a code, or a backup that was restored while the original still runs. */
import { MAX_MACHINES } from './plan.ts';
import type { SimMachine } from './sim-machine.ts';
import type { SimStage } from './sim-stage.ts';

/** Of one person, so that everybody else gets a turn. */
const MAX_OF_ONE = 3;

const nameOf = (stage: SimStage, { person }: SimMachine): string | undefined => {
  const count = stage.machines.filter((machine) => machine.person === person).length;
  return count >= MAX_OF_ONE || stage.machines.length >= MAX_MACHINES ? undefined : `${person}’s ${count + 1}.`;
};

export const linkDevice = async (stage: SimStage, old: SimMachine): Promise<void> => {
  const name = nameOf(stage, old);
  if (name === undefined || !old.communities().some((community) => community.isJoined())) return;
  const fresh = await stage.addMachine({ name, person: old.person });
  const code = await old.peer().createDeviceCode();
  const stop = old.peer().subscribe((event) => {
    if (event.kind !== 'device-asks') return;
    stop();
    // whether it goes on from here is told by `device-added`
    old
      .peer()
      .confirmDevice(true)
      .catch(() => undefined);
  });
  fresh
    .peer()
    .linkDevice({ code, deviceName: name })
    .catch(() => undefined);
};

export const restoreBackup = async (stage: SimStage, original: SimMachine): Promise<void> => {
  const name = nameOf(stage, original);
  if (name === undefined || original.communities().length === 0) return;
  for (const { identity, identityWith, local } of original.communities()) {
    stage.copied.add(identity.device);
    // the key that it was just taking is in the backup too: both go on with it
    if (local.next !== undefined) stage.copied.add(identityWith(local.next).device);
  }
  await stage.addMachine({ name, person: original.person }, original);
  stage.tally.note('backups restored');
};
