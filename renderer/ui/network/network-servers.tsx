/** Where devices meet: addresses of hubs. */
import { useState } from 'react';

import { MAX_SERVERS } from '../../../shared/host-api/table.ts';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import { AddressForm, AddressList } from './address-list.tsx';
import type { ChoicesProps } from './choices-props.ts';

const words = strings.network.choices;

export const NetworkServers = ({ choices, keep }: ChoicesProps) => {
  const [address, setAddress] = useState('');
  const { run, error, setError } = useAct();
  const { servers } = choices;
  const change = (next: string[], whenDone?: () => void): void =>
    run('choosing servers', () => keep({ servers: next }), whenDone);
  const add = (): void => {
    if (address.trim() === '') return setError(words.noAddress);
    if (servers.length >= MAX_SERVERS) return setError(words.tooMany(MAX_SERVERS));
    change([...servers, address.trim()], () => setAddress(''));
  };

  return (
    <>
      <h4>{words.servers}</h4>
      <p className="dim small">{words.serversHint}</p>
      <AddressList
        label={words.servers}
        items={servers.map((server) => ({ address: server, remove: words.remove(server) }))}
        onRemove={(gone) => change(servers.filter((server) => server !== gone))}
      />
      <AddressForm add={words.add} onAdd={add}>
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
      </AddressForm>
    </>
  );
};
