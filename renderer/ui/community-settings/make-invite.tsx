/** A new invite: for how many, for how long, and whether somebody decides on each. */
import { type SubmitEvent, useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { ANYBODY, type InviteLifetime, inviteOptions } from '../../app/invite-wishes.ts';
import { useApp } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { Check } from '../primitives/check.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { Field } from '../primitives/field.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { useAct } from '../use-act.ts';

const LIFETIMES: readonly InviteLifetime[] = ['always', 'hour', 'day', 'week'];

export const MakeInvite = ({ community }: { community: CommunityView }) => {
  const { services } = useApp();
  const { run, busy, error, setError } = useAct();
  const [wishes, setWishes] = useState(ANYBODY);
  const [link, setLink] = useState<string>();
  const make = (event: SubmitEvent): void => {
    event.preventDefault();
    const options = inviteOptions(wishes, services.now());
    if (options === undefined) return setError(strings.invites.usesWrong);
    run('making an invite', () => services.peer.createInvite({ community: community.id, ...options }), setLink);
  };
  return (
    <form className="section-form" onSubmit={make} noValidate>
      <div className="section-pair">
        <Field
          label={strings.invites.uses}
          hint={strings.invites.usesHint}
          inputMode="numeric"
          value={wishes.uses}
          maxLength={4}
          onText={(uses) => setWishes({ ...wishes, uses })}
        />
        <Select
          label={strings.invites.lifetime}
          value={wishes.lifetime}
          options={LIFETIMES.map((value) => ({ value, label: strings.invites.lifetimes[value] }))}
          onChange={(chosen) =>
            setWishes({ ...wishes, lifetime: LIFETIMES.find((lifetime) => lifetime === chosen) ?? 'always' })
          }
        />
      </div>
      <Check
        label={strings.invites.approval}
        hint={strings.invites.approvalHint}
        checked={wishes.needsApproval}
        onChange={(needsApproval) => setWishes({ ...wishes, needsApproval })}
      />
      <Problem error={error} />
      <div className="section-acts">
        <Button look="primary" type="submit" aria-busy={busy}>
          {strings.invites.make}
        </Button>
      </div>
      {link === undefined ? null : <Made link={link} />}
    </form>
  );
};

const Made = ({ link }: { link: string }) => (
  <>
    <Field
      label={strings.invite.link}
      hint={strings.invites.made}
      mono
      readOnly
      value={link}
      data-testid="made-invite"
      onFocus={(event) => event.target.select()}
      onText={() => undefined}
    />
    <div className="section-acts">
      <CopyButton text={link} label={strings.invite.copy} />
    </div>
  </>
);
