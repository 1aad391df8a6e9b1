import { KEY_BINDINGS } from '../../app/key-bindings.ts';
import { Dialog, DialogBody } from '../primitives/dialog.tsx';
import { IS_MAC } from '../shell/platform-keys.ts';
import { commandText, strings } from '../strings.ts';
import './settings-dialog.css';

export const KeyboardDialog = ({ close }: { close: () => void }) => (
  <Dialog title={strings.keyboard.title} onClose={close}>
    <DialogBody>
      <dl className="keys">
        {KEY_BINDINGS.filter(({ listed }) => listed).map(({ command, keys }) => (
          <div key={command} className="keys-row">
            <dt>{commandText[command]}</dt>
            <dd>
              <kbd>{shown(keys)}</kbd>
            </dd>
          </div>
        ))}
        <div className="keys-row">
          <dt>{strings.keyboard.writing}</dt>
          <dd>
            <kbd>{strings.keyboard.any}</kbd>
          </dd>
        </div>
      </dl>
    </DialogBody>
  </Dialog>
);

const shown = (keys: string): string =>
  keys
    .replace('Mod', IS_MAC ? '⌘' : 'Ctrl')
    .replace('ArrowUp', '↑')
    .replace('ArrowDown', '↓')
    .replace('Escape', 'Esc')
    .replaceAll('+', ' + ');
