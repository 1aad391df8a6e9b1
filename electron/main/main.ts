/** The Electron shell: one window, the host in this process, nothing allowed that the page does not need. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { app, BrowserWindow, ipcMain, MessageChannelMain, safeStorage, session, shell } from 'electron';

import { drop } from '../../shared/base/drop.ts';
import { APP_ID } from '../host/app-id.ts';
import { createHost, type Host } from '../host/create-host.ts';
import { originOf } from '../host/page-origin.ts';
import { loadPageFiles } from '../host/page-files.ts';
import { serveOwnHub, type OwnHub } from '../host/own-hub.ts';
import { openedInvite } from '../host/opened-invite.ts';
import { pagePermissions } from '../host/page-permissions.ts';
import { readShellArguments } from '../host/shell-arguments.ts';
import { VERSION } from '../host/version.ts';
import { portDuplex } from './port-duplex.ts';
import { restrict } from './restrict.ts';
import { PAGE_ORIGIN, registerPageScheme, servePage } from './serve-page.ts';

const HOST_CHANNEL = 'holdfast-host';

const options = readShellArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.env, process.platform);

app.enableSandbox();
registerPageScheme();
app.setPath('userData', join(options.home, options.profile, 'electron'));
// what is not packaged has no shortcut: there Windows goes by the program
if (process.platform === 'win32') app.setAppUserModelId(app.isPackaged ? APP_ID : process.execPath);

/** The operating system's key store, where it has one that is worth the name. */
const systemProtection = () =>
  safeStorage.isEncryptionAvailable() &&
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text')
    ? {
        protect: async (bytes: Uint8Array) =>
          new Uint8Array(safeStorage.encryptString(Buffer.from(bytes).toString('base64'))),
        unprotect: async (bytes: Uint8Array) =>
          new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64')),
      }
    : undefined;

/** `#…`: the page asks before it joins. One that comes before there is a window waits for it. */
let { invite } = options;

const showInvite = (opened: string): void => {
  const [window] = BrowserWindow.getAllWindows();
  showWindow();
  if (opened === '') return;
  invite = opened;
  if (window === undefined) return;
  drop(window.loadURL(`${PAGE_ORIGIN}/${invite}`), 'opening an invite', (why) =>
    console.error(`holdfast: ${why} failed`),
  );
};

/** Also one that is minimised, or behind others. */
const showWindow = (): void => {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.show();
  window?.focus();
};

const openWindow = async (): Promise<void> => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 400,
    minHeight: 480,
    show: false,
    webPreferences: {
      preload: join(__dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  // a LAN without a default route must still yield candidates
  window.webContents.setWebRTCIPHandlingPolicy('default_public_and_private_interfaces');
  restrict(window.webContents, (url) => shell.openExternal(url));
  window.once('ready-to-show', () => window.show());
  await window.loadURL(`${PAGE_ORIGIN}/${invite}`);
};

/** The one channel: our page's top frame asks, and gets a port to the host; everything else goes over that port. */
const handPorts = (host: Host): void => {
  ipcMain.on(HOST_CHANNEL, (event) => {
    const frame = event.senderFrame;
    if (frame === null || frame.parent !== null || originOf(frame.url) !== PAGE_ORIGIN) return;
    const { port1, port2 } = new MessageChannelMain();
    host.serve(portDuplex(port1));
    event.sender.postMessage(HOST_CHANNEL, null, [port2]);
  });
};

const start = async (): Promise<void> => {
  let ownHub: OwnHub | undefined;
  const host = await createHost({
    dir: join(options.home, options.profile),
    profile: options.profile,
    shell: 'electron',
    version: VERSION,
    listen: options.listen,
    hubs: options.hubs,
    lan: options.lan,
    hubUrl: () => ownHub?.url ?? '',
    protection: systemProtection(),
    openExternal: (url) => shell.openExternal(url),
    showWindow,
    report: (event, error) => console.error(`holdfast: ${event}`, error instanceof Error ? error.name : ''),
  });
  ownHub = await serveOwnHub(host.hub, randomBytes(16).toString('hex'), PAGE_ORIGIN);
  const { check, request } = pagePermissions(PAGE_ORIGIN);
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => check(permission, origin));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide, frame) =>
    decide(request(permission, frame)),
  );
  servePage(loadPageFiles(join(__dirname, '..', 'renderer')), new URL(ownHub.url).origin);
  handPorts(host);
  await openWindow();
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => void host.close());
};

if (app.requestSingleInstanceLock({ profile: options.profile })) {
  app.on('second-instance', (_event, args) => showInvite(openedInvite(args)));
  // macOS tells of links in this way alone, also while it starts
  app.on('open-url', (event, url) => {
    event.preventDefault();
    showInvite(openedInvite([url]));
  });
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      console.error(`holdfast: ${error instanceof Error ? error.message : String(error)}`);
      app.exit(1);
    });
} else {
  app.quit();
}
