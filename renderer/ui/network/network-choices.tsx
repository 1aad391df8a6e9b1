/** How this device meets others: on the local network, and over which servers. Kept by the host, gone by at once. */
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { NetworkChoices } from '../../../shared/host-api/table.ts';
import { useApp } from '../app-context.ts';
import { Button, IconButton } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import './network-choices.css';

const words = strings.network.choices;

export const NetworkChoicesPart = () => {
  const { services } = useApp();
  const [choices, setChoices] = useState<NetworkChoices>();
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    drop(services.network.read().then(setChoices), 'reading the network’s choices', services.report);
  }, [services]);
  if (choices === undefined) return null;

  /** @returns whether the host takes it; shown only if it does */
  const change = async (next: NetworkChoices): Promise<boolean> => {
    const bad = await services.network.change(next);
    setProblem(bad === undefined ? undefined : words.badAddress(bad));
    if (bad === undefined) setChoices(await services.network.read());
    return bad === undefined;
  };
  const begin = (next: NetworkChoices): void => drop(change(next), 'choosing about the network', services.report);
  const add = async (): Promise<void> => {
    if (address.trim() === '') return setProblem(words.badAddress(address));
    if (await change({ ...choices, servers: [...choices.servers, address.trim()] })) setAddress('');
  };

  return (
    <section className="network-part">
      <h3>{words.title}</h3>
      <Check
        label={words.lan}
        hint={words.lanHint}
        checked={choices.lan}
        onChange={(lan) => begin({ ...choices, lan })}
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
              onClick={() => begin({ ...choices, servers: choices.servers.filter((each) => each !== server) })}
            />
          </li>
        ))}
      </ul>
      <form
        className="network-add"
        onSubmit={(event) => {
          event.preventDefault();
          drop(add(), 'adding a server', services.report);
        }}
      >
        <Field
          label={words.address}
          hint={words.addressHint}
          error={problem}
          value={address}
          maxLength={256}
          onText={(text) => {
            setAddress(text);
            setProblem(undefined);
          }}
        />
        <Button type="submit">{words.add}</Button>
      </form>
    </section>
  );
};
