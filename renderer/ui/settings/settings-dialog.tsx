import { Keyboard, KeyRound, Smartphone } from 'lucide-react';

import { THEMES } from '../../app/preferences.ts';
import { useApp, useStore } from '../app-context.ts';
import { MemberNameField } from '../communities/member-name-field.tsx';
import { Button } from '../primitives/button.tsx';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { strings } from '../strings.ts';
import './settings-dialog.css';

export const SettingsDialog = ({ close }: { close: () => void }) => {
  const { preferences, services, dialog } = useApp();
  const { theme, phrase } = useStore(preferences);
  return (
    <Dialog title={strings.settings.title} onClose={close}>
      <DialogBody>
        <fieldset className="themes">
          <legend>{strings.settings.appearance}</legend>
          <div className="themes-row">
            {THEMES.map((name) => (
              <label key={name} className="theme">
                <input
                  type="radio"
                  name="theme"
                  checked={theme === name}
                  onChange={() => preferences.change({ theme: name })}
                />
                <span>{strings.settings.themes[name]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <MemberNameField showError />
        <div className="settings-doors">
          <Button icon={<Smartphone size={16} aria-hidden />} onClick={() => dialog.set({ kind: 'devices' })}>
            {strings.devices.open}
          </Button>
          <Button icon={<KeyRound size={16} aria-hidden />} onClick={() => dialog.set({ kind: 'phrase' })}>
            {strings.phrase.open}
          </Button>
        </div>
        {phrase === 'written' ? null : (
          <p className="field-note">
            {strings.phrase.title}: {strings.phrase.notYet}
          </p>
        )}
        <Button icon={<Keyboard size={16} aria-hidden />} onClick={() => dialog.set({ kind: 'keyboard' })}>
          {strings.settings.keyboard}
        </Button>
        <section>
          <h3>{strings.settings.about}</h3>
          <p className="dim small">{strings.settings.version(services.shellInfo.version)}</p>
          <p className="dim small">{strings.settings.profile(services.shellInfo.profile)}</p>
        </section>
      </DialogBody>
    </Dialog>
  );
};
