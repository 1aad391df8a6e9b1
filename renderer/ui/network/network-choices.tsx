/** How this device meets others: on the local network, and over which servers. Kept by the host, gone by at once. */
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import { fail, type Result } from '../../../shared/base/result.ts';
import { MAX_SERVERS, type NetworkChoices } from '../../../shared/host-api/table.ts';
import { useApp } from '../app-context.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { Problem } from '../primitives/act-dialog.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import './network-choices.css';

const words = strings.network.choices;

export const NetworkChoicesPart = () => {
  const { services } = useApp();
  const [choices, setChoices] = useState<NetworkChoices>();
  const [address, setAddress] = useState('');
  const { run, error, setError } = useAct();

  useEffect(() => {
    const reading = services.network.read().then((read) => (read.ok ? setChoices(read.value) : setError(read.message)));
    drop(reading, 'reading the network’s choices', services.report);
  }, [services, setError]);
  if (choices === undefined) return <Problem error={error} />;

  const keep = async (next: NetworkChoices): Promise<Result<NetworkChoices>> => {
    const kept = await services.network.change(next);
    if (!kept.ok) return kept;
    const { problem } = kept.value;
    return problem === undefined ? services.network.read() : fail('bad-address', words.badAddress(problem));
  };
  /** Shown only if the host takes it. */
  const change = (next: NetworkChoices, whenDone?: () => void): void =>
    run(
      'choosing about the network',
      () => keep(next),
      (kept) => {
        setChoices(kept);
        whenDone?.();
      },
    );
  const add = (): void => {
    if (address.trim() === '') return setError(words.badAddress(address));
    if (choices.servers.length >= MAX_SERVERS) return setError(words.tooMany(MAX_SERVERS));
    change({ ...choices, servers: [...choices.servers, address.trim()] }, () => setAddress(''));
  };

  return (
    <section className="network-part">
      <h3>{words.title}</h3>
      <Check
        label={words.lan}
        hint={words.lanHint}
        checked={choices.lan}
        onChange={(lan) => change({ ...choices, lan })}
      />
      <h4>{words.servers}</h4>
      <p className="dim small">{words.serversHint}</p>
      <ul className="network-servers" aria-label={words.servers}>
        {choices.servers.map((server) => (
          <li key={server}>
            <span className="fingerprint">{server}</span>
            <IconButton
              label={words.remove(server)}
              icon={<Trash2 size={16} aria-hidden />}
              onClick={() => change({ ...choices, servers: choices.servers.filter((each) => each !== server) })}
            />
          </li>
        ))}
      </ul>
      <form
        className="network-add"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field
          label={words.address}
          hint={words.addressHint}
          error={error}
          value={address}
          maxLength={256}
          onText={(text) => {
            setAddress(text);
            setError(undefined);
          }}
        />
        <Button type="submit">{words.add}</Button>
      </form>
    </section>
  );
};
