/** Which Holdfast this is, what to say when it fails, and whose work is in it. */
import { useState } from 'react';

import type { CommunityView } from '../../../shared/model/views.ts';
import { diagnostics } from '../../app/network-report.ts';
import type { Licence } from '../../app/services.ts';
import { useApp, useStore } from '../app-context.ts';
import { Problem } from '../primitives/act-dialog.tsx';
import { Button } from '../primitives/button.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { Logo } from '../primitives/logo.tsx';
import { strings } from '../strings.ts';
import { Setting } from './setting.tsx';
import { useLater } from './use-later.ts';

const words = strings.settings;

export const AboutSettings = ({ community }: { community: CommunityView | undefined }) => {
  const { services } = useApp();
  const status = useStore(services.status);
  const { version, profile, shell, platform } = services.shellInfo;
  return (
    <>
      <div className="settings-logo">
        <Logo />
        <p className="dim">{strings.tagline}</p>
      </div>
      <Setting name="version">
        <dl className="facts">
          <dt>{words.versionName}</dt>
          <dd>{version}</dd>
          <dt>{words.profileName}</dt>
          <dd dir="auto">{profile}</dd>
          <dt>{words.shell}</dt>
          <dd>{words.shells(shell, platform)}</dd>
          {community === undefined ? null : (
            <>
              <dt dir="auto">{words.fingerprintOf(community.name)}</dt>
              <dd className="fingerprint">{community.fingerprint}</dd>
            </>
          )}
        </dl>
      </Setting>
      <Setting name="diagnostics">
        <div className="section-acts">
          <CopyButton text={diagnostics(status, services.shellInfo, services.now())} label={strings.network.copy} />
          <span className="dim small">{strings.network.copyHint}</span>
        </div>
      </Setting>
      <Setting name="licences">
        <Licences />
      </Setting>
    </>
  );
};

const Licences = () => {
  const { services } = useApp();
  const [isOpen, setIsOpen] = useState(false);
  const { value, failed } = useLater(isOpen, services.licences, 'reading the licences');
  return (
    <section className="settings-card">
      <h4 className="section-title">{words.licences}</h4>
      <p className="field-note">{words.licencesText}</p>
      <Problem error={failed ? words.licencesMissing : undefined} />
      {isOpen ? (
        <ul className="rows">
          {value?.map((one) => (
            <LicenceRow key={`${one.name} ${one.version}`} licence={one} />
          ))}
        </ul>
      ) : (
        <div>
          <Button onClick={() => setIsOpen(true)}>{words.licencesShow}</Button>
        </div>
      )}
    </section>
  );
};

const LicenceRow = ({ licence: { name, version, identifier, text } }: { licence: Licence }) => (
  <li className="row">
    <details className="settings-licence">
      <summary>
        <span className="row-title">
          {name} {version}
        </span>{' '}
        <span className="row-note">{identifier}</span>
      </summary>
      <pre className="settings-licence-text scroll" tabIndex={0}>
        {text}
      </pre>
    </details>
  </li>
);
