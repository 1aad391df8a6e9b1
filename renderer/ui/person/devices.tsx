/** The person's devices, to look over, to remove and to add one by code. */
import { Plus } from 'lucide-react';

import type { DeviceView } from '../../../shared/model/devices.ts';
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { useApp, useQuery } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Setting } from '../settings/setting.tsx';
import { strings } from '../strings.ts';
import { useGovern } from '../use-act.ts';
import { AddDevice } from './add-device.tsx';
import './person.css';

/** Of all communities, and what to do about one that was lost. */
export const Devices = () => {
  const [adds, setAdds] = useState(false);
  const [version, setVersion] = useState(0);
  const devices = useDevices(version);
  const communities = useQuery('communities', ({ services }) => services.queries.communities()) ?? [];
  const changed = (): void => setVersion(version + 1);
  return (
    <>
      <p className="dim">{devices?.length === 0 ? strings.devices.none : strings.devices.text}</p>
      <Setting name="own-devices">
        {communities.map(({ id, name }) => {
          const own = devices?.filter(({ community }) => community === id) ?? [];
          return own.length === 0 ? null : (
            <section key={id}>
              <h3 className="device-community cut" dir="auto">
                {name}
              </h3>
              <ul className="rows">
                {own.map((device, at) => (
                  <Device key={device.device} device={device} n={at + 1} onGone={changed} />
                ))}
              </ul>
            </section>
          );
        })}
      </Setting>
      {adds ? <AddDevice onAdded={changed} /> : null}
      {adds || devices === undefined || devices.length === 0 ? null : (
        <Setting name="add-device">
          <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setAdds(true)}>
            {strings.devices.add}
          </Button>
        </Setting>
      )}
    </>
  );
};

type DeviceProps = { device: DeviceView; n: number; onGone: () => void };

const Device = ({ device, n, onGone }: DeviceProps) => {
  const { govern, busy, error } = useGovern(device.community);
  const [asks, setAsks] = useState(false);
  const name = strings.devices.nth(n);
  return (
    <li className="row row-wrap" data-testid="device">
      <span className="row-words">
        <span className="row-title">{name}</span>
        <span className="row-note fingerprint">{device.device.slice(0, 12)}</span>
      </span>
      {device.isThis ? <span className="tag">{strings.devices.thisDevice}</span> : null}
      {device.isThis || asks ? null : (
        <Button look="danger" aria-label={strings.devices.removeLabel(name)} onClick={() => setAsks(true)}>
          {strings.devices.remove}
        </Button>
      )}
      {asks ? (
        <div className="row-ask" role="group">
          <p className="small">{strings.devices.confirm(name)}</p>
          <Button onClick={() => setAsks(false)}>{strings.cancel}</Button>
          <Button
            look="destroy"
            aria-busy={busy}
            onClick={() => govern({ kind: 'remove-device', device: device.device }, onGone)}
          >
            {strings.devices.remove}
          </Button>
        </div>
      ) : null}
      <Problem error={error} />
    </li>
  );
};

/** Asked of the core and not of the projection: which devices are one's own nobody else knows. */
const useDevices = (version: number): readonly DeviceView[] | undefined => {
  const { services } = useApp();
  const [devices, setDevices] = useState<readonly DeviceView[]>();
  useEffect(() => {
    let isOpen = true;
    const reading = services.peer.devices().then((found) => {
      if (isOpen) setDevices(found);
    });
    drop(reading, 'reading the devices', services.report);
    return () => {
      isOpen = false;
    };
  }, [services, version]);
  return devices;
};
