import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

import { Button, IconButton } from '../primitives/button.tsx';

type AddressListProps = {
  label: string;
  items: readonly { address: string; note?: string | undefined; remove: string }[];
  onRemove: (address: string) => void;
};

/** Addresses that were entered, each with a button to take it out. */
export const AddressList = ({ label, items, onRemove }: AddressListProps) => (
  <ul className="network-servers" aria-label={label}>
    {items.map(({ address, note, remove }) => (
      <li key={address}>
        <span>
          <span className="fingerprint">{address}</span>
          {note === undefined ? null : (
            <span className="dim" dir="auto">
              {' '}
              {note}
            </span>
          )}
        </span>
        <IconButton label={remove} icon={<Trash2 size={16} aria-hidden />} onClick={() => onRemove(address)} />
      </li>
    ))}
  </ul>
);

/** Fields for one more. @param props.add what its button says */
export const AddressForm = ({ add, onAdd, children }: { add: string; onAdd: () => void; children: ReactNode }) => (
  <form
    className="network-add"
    onSubmit={(event) => {
      event.preventDefault();
      onAdd();
    }}
  >
    {children}
    <Button type="submit">{add}</Button>
  </form>
);
