/** How this device meets others and connects to them. Kept by the host, gone by at once. */
import { useEffect, useRef, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { canConnect } from '../../../shared/base/ice-server.ts';
import { fail } from '../../../shared/base/result.ts';
import type { NetworkChoices } from '../../../shared/host-api/table.ts';
import { useApp } from '../app-context.ts';
import { Check } from '../primitives/check.tsx';
import { Problem } from '../primitives/act-dialog.tsx';
import { Setting } from '../settings/setting.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import type { ChoicesProps } from './choices-props.ts';
import { NetworkRelays } from './network-relays.tsx';
import { NetworkServers } from './network-servers.tsx';
import './network-choices.css';

const words = strings.network.choices;

export const NetworkChoicesPart = () => {
  const { services } = useApp();
  const [choices, setChoices] = useState<NetworkChoices>();
  const { run, busy, error, setError } = useAct();

  const before = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    const reading = services.network.read().then((read) => (read.ok ? setChoices(read.value) : setError(read.message)));
    drop(reading, 'reading the network’s choices', services.report);
  }, [services, setError]);
  if (choices === undefined) return <Problem error={error} />;

  const change: ChoicesProps['keep'] = async (part) => {
    const now = await services.network.read();
    if (!now.ok) return now;
    const kept = await services.network.change({ ...now.value, ...part });
    if (!kept.ok) return kept;
    const { problem } = kept.value;
    if (problem !== undefined) return fail('bad-address', problem);
    const read = await services.network.read();
    if (read.ok) setChoices(read.value);
    return read;
  };
  /** One after the other: the host is told all the choices at once. */
  const keep: ChoicesProps['keep'] = (part) => {
    const done = before.current.then(() => change(part));
    before.current = done.catch(() => undefined); // whoever asked has the error; the next one must not inherit it
    return done;
  };
  const choose = (part: Partial<NetworkChoices>): void => run('choosing about the network', () => keep(part));
  const { lan, relays, hideAddress } = choices;

  return (
    <section className="network-part">
      <h3>{words.title}</h3>
      <Setting name="lan">
        <Check
          label={words.lan}
          hint={hideAddress ? words.lanHidden : words.lanHint}
          checked={lan && !hideAddress}
          disabled={hideAddress || busy}
          onChange={(on) => choose({ lan: on })}
        />
      </Setting>
      <Setting name="hide-address">
        <Check
          label={words.hide}
          hint={words.hideHint}
          checked={hideAddress}
          disabled={busy}
          onChange={(on) => choose({ hideAddress: on })}
        />
      </Setting>
      <Problem error={error ?? (canConnect({ servers: relays, relayOnly: hideAddress }) ? undefined : words.cutOff)} />
      <Setting name="relays">
        <NetworkRelays choices={choices} keep={keep} />
      </Setting>
      <Setting name="servers">
        <NetworkServers choices={choices} keep={keep} />
      </Setting>
    </section>
  );
};
