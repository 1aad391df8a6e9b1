/** Who has a message, as a sign and in words; a click tells more. */
import { Check, CheckCheck, Clock, HardDrive } from 'lucide-react';

import type { MessageView } from '../../../shared/model/views.ts';
import type { Delivery } from '../../app/delivery.ts';
import { useApp } from '../app-context.ts';
import { deliveryText, strings } from '../strings.ts';
import './delivery.css';

type DeliveryButtonProps = { message: MessageView; delivery: Delivery; isLastOwn: boolean };

export const DeliveryButton = ({ message, delivery, isLastOwn }: DeliveryButtonProps) => {
  const { dialog } = useApp();
  const words = deliveryText(delivery);
  const settled = (delivery.kind === 'with-everyone' || delivery.kind === 'arrived') && !isLastOwn;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`delivery delivery-${delivery.kind}${settled ? ' delivery-settled' : ''}`}
      data-testid="delivery"
      title={strings.delivery.details(words)}
      aria-haspopup="dialog"
      disabled={delivery.kind === 'saving'}
      onClick={() => dialog.set({ kind: 'delivery', message })}
    >
      <span className="delivery-words">{words}</span>
      <Sign kind={delivery.kind} />
    </button>
  );
};

const Sign = ({ kind }: { kind: Delivery['kind'] }) => {
  switch (kind) {
    case 'saving':
      return <Clock size={14} aria-hidden />;
    case 'saved-here':
      return <HardDrive size={14} aria-hidden />;
    case 'with-some':
    case 'carried':
      return <Check size={14} aria-hidden />;
    case 'with-everyone':
    case 'arrived':
      return <CheckCheck size={14} aria-hidden />;
  }
};
