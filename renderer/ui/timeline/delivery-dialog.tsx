/** Who has a message and who does not, by name. */
import { CheckCheck, Clock, HardDrive } from 'lucide-react';

import type { MemberId } from '../../../shared/base/ids.ts';
import type { MemberView, MessageView } from '../../../shared/model/views.ts';
import { type Holder, holdersOf } from '../../app/delivery.ts';
import { useApp, useQuery } from '../app-context.ts';
import { useNames, useRoles, wordsWith } from '../members/use-names.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import { dateAndTime, sinceWhen } from '../time-words.ts';
import './delivery.css';

type DeliveryDialogProps = { message: MessageView; me: MemberId | undefined; close: () => void };

const NOBODY: readonly MemberView[] = [];

export const DeliveryDialog = ({ message, me, close }: DeliveryDialogProps) => {
  const { services } = useApp();
  const { community, channel } = message;
  const members = useQuery(`members ${community}`, () => services.queries.members(community));
  const receipts = useQuery(`receipts ${channel}`, () => services.queries.receipts(community, channel));
  const channels = useQuery(`channels ${community}`, () => services.queries.channels(community));
  const names = useNames({ id: community, me }, members ?? NOBODY, useRoles({ id: community }));
  const holders = holdersOf(message, receipts ?? [], members ?? [], me);
  const reader = channels?.find(({ id }) => id === channel)?.with;
  return (
    <Dialog title={strings.delivery.title} onClose={close}>
      <DialogBody>
        <p className="quoted" dir="auto">
          {wordsWith(names, message.text)}
        </p>
        <p className="dim small">{strings.delivery.sent(dateAndTime(message.sentAt))}</p>
        <ul className="holders">
          <li className="holder">
            <span className="holder-name">{strings.delivery.thisDevice}</span>
            <HardDrive size={16} aria-hidden className="holder-has" />
          </li>
          {holders.map((holder) => (
            <HolderRow
              key={holder.member.id}
              holder={holder}
              now={services.now()}
              isReader={reader === undefined || reader === holder.member.id}
            />
          ))}
        </ul>
        <p className="dim small">{holders.length === 0 ? strings.delivery.alone : strings.delivery.later}</p>
      </DialogBody>
    </Dialog>
  );
};

type HolderRowProps = {
  holder: Holder;
  /** False for those who have a direct message between two others. */
  isReader: boolean;
  now: number;
};

const HolderRow = ({ holder: { member, has, since }, isReader, now }: HolderRowProps) => (
  <li className="holder" data-testid="holder">
    <Avatar id={member.id} name={member.name} size="s" />
    <span className="holder-name cut" dir="auto">
      {member.name}
    </span>
    <span className={has ? 'holder-state holder-has' : 'holder-state'}>
      {has ? <CheckCheck size={16} aria-hidden /> : <Clock size={16} aria-hidden />}
      <span>
        {!has ? strings.delivery.hasNot : isReader ? strings.delivery.has : strings.delivery.carries}
        {since === undefined ? null : (
          <time className="dim small"> {strings.delivery.since(sinceWhen(since, now))}</time>
        )}
      </span>
    </span>
  </li>
);
