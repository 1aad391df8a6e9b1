/** Whom this person has blocked, with a way back, and what others are told of this person. */
import { UserRoundCheck } from 'lucide-react';

import { blockedPeople } from '../../app/people-notes.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Avatar } from '../primitives/avatar.tsx';
import { Button } from '../primitives/button.tsx';
import { strings } from '../strings.ts';
import { PresenceChecks } from './presence-checks.tsx';
import { Setting } from './setting.tsx';
import '../primitives/rows.css';
import './people-settings.css';

export const PeopleSettings = () => {
  const { people } = useApp();
  const blocked = blockedPeople(useStore(people.notes));
  const communities = useQuery('communities', ({ services }) => services.queries.communities()) ?? [];
  return (
    <>
      <PresenceChecks />
      <Setting name="blocked">
        <section className="people-settings">
          <h3>{strings.blocked.list}</h3>
          <p className="dim small">{blocked.length === 0 ? strings.blocked.none : strings.blocked.hint}</p>
          {blocked.length === 0 ? null : (
            <ul className="rows" aria-label={strings.blocked.list}>
              {blocked.map((person) => (
                <li key={person.id} className="row">
                  <Avatar id={person.id} name={person.name} size="s" />
                  <span className="row-words">
                    <span className="cut" dir="auto">
                      {person.name}
                    </span>
                    <span className="row-note cut" dir="auto">
                      {communities.find(({ id }) => id === person.community)?.name ?? ''}
                    </span>
                  </span>
                  <Button
                    icon={<UserRoundCheck size={16} aria-hidden />}
                    onClick={() => people.notes.change(person, { isBlocked: false })}
                  >
                    {strings.blocked.unblock}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </section>
      </Setting>
    </>
  );
};
