/** The audit log: what was done to the community, by whom, and what of it had no effect. */
import { useEffect, useState } from 'react';

import { drop } from '../../../shared/base/drop.ts';
import type { AuditView, CommunityView } from '../../../shared/model/views.ts';
import { useApp, useQuery } from '../app-context.ts';
import { auditSentence, auditShown, type AuditTopic } from '../audit-words.ts';
import { useEverybody } from '../members/use-everybody.ts';
import { Button } from '../primitives/button.tsx';
import { Select } from '../primitives/select.tsx';
import { strings } from '../strings.ts';
import { dateAndTime } from '../time-words.ts';
import { roleName } from './role-name.ts';

const PAGE = 100;
const TOPICS = ['all', 'people', 'roles', 'channels', 'invites', 'keys', 'community'] as const;

export const Audit = ({ community }: { community: CommunityView }) => {
  const entries = useAudit(community);
  const everybody = useEverybody(community.id);
  const roles = useQuery(`roles ${community.id}`, ({ services }) => services.queries.roles(community.id)) ?? [];
  const roleNames = new Map(roles.map((role) => [role.id, roleName(role)]));
  const [topic, setTopic] = useState<AuditTopic | 'all'>('all');
  const [member, setMember] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const shown = auditShown(entries ?? [], { topic, member });
  return (
    <>
      <p className="dim small">{strings.audit.hint}</p>
      <div className="section-pair">
        <Select
          label={strings.audit.topic}
          value={topic}
          options={TOPICS.map((value) => ({ value, label: strings.audit.topics[value] }))}
          onChange={(value) => setTopic(TOPICS.find((one) => one === value) ?? 'all')}
        />
        <Select
          label={strings.audit.member}
          value={member}
          options={[
            { value: '', label: strings.audit.everybody },
            ...everybody.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setMember}
        />
      </div>
      {entries !== undefined && shown.length === 0 ? <p className="dim">{strings.audit.none}</p> : null}
      <ol className={shown.length === 0 ? '' : 'rows'} aria-label={strings.audit.list}>
        {shown.slice(0, limit).map((entry) => (
          <li key={entry.operation} className={entry.void === undefined ? 'row' : 'row audit-void'} data-testid="audit">
            <span className="row-words">
              <span className="row-title" dir="auto">
                {auditSentence(entry, roleNames)}
              </span>
              {entry.at === undefined ? null : (
                <time className="row-note" dateTime={new Date(entry.at).toISOString()}>
                  {dateAndTime(entry.at)}
                </time>
              )}
              {entry.void === undefined ? null : (
                <span className="row-note audit-why">{strings.audit.void(entry.void)}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {shown.length > limit ? <Button onClick={() => setLimit(limit + PAGE)}>{strings.audit.more}</Button> : null}
    </>
  );
};

/** Asked of the core again whenever members, roles or channels change here. */
const useAudit = ({ id }: CommunityView): readonly AuditView[] | undefined => {
  const { services } = useApp();
  const [entries, setEntries] = useState<readonly AuditView[]>();
  const seen = useQuery(`governed ${id}`, async ({ services: { queries } }) =>
    JSON.stringify(
      await Promise.all([queries.members(id), queries.formerMembers(id), queries.roles(id), queries.invites(id)]),
    ),
  );
  useEffect(() => {
    let isOpen = true;
    const reading = services.peer.audit(id).then((found) => {
      if (isOpen) setEntries(found);
    });
    drop(reading, 'reading the audit log', services.report);
    return () => {
      isOpen = false;
    };
  }, [services, id, seen]);
  return entries;
};
