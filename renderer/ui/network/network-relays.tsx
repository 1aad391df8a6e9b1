/** What connections are helped by: relays (TURN) with their login, and address helpers (STUN). */
import { useState } from 'react';

import {
  type IceServer,
  MAX_ICE_CREDENTIAL,
  MAX_ICE_URL,
  MAX_ICE_USERNAME,
  readIceServer,
} from '../../../shared/base/ice-server.ts';
import { Field } from '../primitives/field.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';
import { AddressForm, AddressList } from './address-list.tsx';
import type { ChoicesProps } from './choices-props.ts';

const words = strings.network.choices;

const EMPTY = { url: '', username: '', credential: '' };

export const NetworkRelays = ({ choices, keep }: ChoicesProps) => {
  const [typed, setTyped] = useState(EMPTY);
  const { run, error, setError } = useAct();
  const { relays } = choices;
  const change = (next: IceServer[], whenDone?: () => void): void =>
    run('choosing relays', () => keep({ relays: next }), whenDone);
  const type = (part: Partial<typeof EMPTY>): void => {
    setTyped({ ...typed, ...part });
    setError(undefined);
  };
  const add = (): void => {
    const read = readIceServer(typed);
    if (!read.ok) return setError(read.message);
    // a new password of the same relay takes the place of the old one
    change([...relays.filter(({ url }) => url !== read.value.url), read.value], () => setTyped(EMPTY));
  };

  return (
    <>
      <h4>{words.relays}</h4>
      <p className="dim small">{words.relaysHint}</p>
      <AddressList
        label={words.relays}
        items={relays.map(({ url, username }) => ({
          address: url,
          note: username === undefined ? undefined : words.loggedInAs(username),
          remove: words.removeRelay(url),
        }))}
        onRemove={(gone) => change(relays.filter(({ url }) => url !== gone))}
      />
      <AddressForm add={words.addRelay} onAdd={add}>
        <Field
          label={words.relayAddress}
          hint={words.relayAddressHint}
          error={error}
          value={typed.url}
          maxLength={MAX_ICE_URL}
          onText={(url) => type({ url })}
        />
        <div className="network-login">
          <Field
            label={words.username}
            value={typed.username}
            maxLength={MAX_ICE_USERNAME}
            onText={(username) => type({ username })}
          />
          <Field
            label={words.password}
            type="password"
            value={typed.credential}
            maxLength={MAX_ICE_CREDENTIAL}
            onText={(credential) => type({ credential })}
          />
        </div>
        <p className="field-note">{words.loginHint}</p>
      </AddressForm>
    </>
  );
};
