/** On the old device: shows the code, then the number to compare, and asks. */
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { DeviceEvent } from '../../../shared/peer/device-api.ts';
import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { TextArea } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';

export const AddDevice = ({ onAdded }: { onAdded: () => void }) => {
  const { services } = useApp();
  const [code, setCode] = useState('');
  const [heard, setHeard] = useState<DeviceEvent>();
  const { run, busy, error, setError } = useAct();
  useEffect(() => {
    drop(services.peer.createDeviceCode().then(setCode), 'making a device code', services.report);
  }, [services]);
  useEffect(
    () =>
      services.peer.subscribe((event) => {
        if (event.kind === 'device-added') onAdded();
        if (event.kind === 'device-asks' || event.kind === 'device-gone' || event.kind === 'device-added')
          setHeard(event);
      }),
    [services, onAdded],
  );
  const answer = (yes: boolean): void => {
    setError(undefined);
    run(
      'answering a new device',
      () => services.peer.confirmDevice(yes),
      () => {
        if (!yes) setHeard(undefined);
      },
    );
  };
  if (heard?.kind === 'device-asks') {
    return (
      <section className="compare" role="alertdialog" aria-label={strings.devices.asks(heard.name)}>
        <h3 dir="auto">{strings.devices.asks(heard.name)}</h3>
        <p>{strings.devices.compare}</p>
        <p className="compare-number">{heard.number}</p>
        <div className="compare-acts">
          <Button onClick={() => answer(false)}>{strings.devices.no}</Button>
          <Button look="primary" aria-busy={busy} onClick={() => answer(true)}>
            {strings.devices.yes}
          </Button>
        </div>
        <Problem error={error} />
      </section>
    );
  }
  if (heard?.kind === 'device-added') {
    return (
      <div role="status">
        <p>{strings.devices.added}</p>
        {heard.missing.map(({ name, reason }) => (
          <p key={name}>{strings.devices.missing(name, reason)}</p>
        ))}
      </div>
    );
  }
  return (
    <>
      <TextArea
        label={strings.devices.code}
        hint={strings.devices.codeHint}
        readOnly
        value={code}
        rows={3}
        maxLength={4096}
        onText={() => undefined}
      />
      <div className="row-acts">
        <p className="dim small" role="status">
          {heard?.kind === 'device-gone' ? heard.message : strings.devices.waiting}
        </p>
        <CopyButton text={code} label={strings.devices.copyCode} disabled={code === ''} />
      </div>
    </>
  );
};
