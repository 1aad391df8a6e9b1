/** The only file that joins the platform and the UI. */
import { drop } from '../shared/base/drop.ts';
import type { Result } from '../shared/base/result.ts';
import type { InvitePreview } from '../shared/keys/invite.ts';
import type { FileContent } from '../shared/peer/file-api.ts';
import { heldByAll } from '../shared/peer/held-records.ts';
import type { LifeState, Services } from './app/services.ts';
import { createStatusStore } from './app/status-store.ts';
import { showStored } from './app/show-stored.ts';
import { createStore } from './app/store.ts';
import { browserPreferences, browserStorage, createDexieDrafts } from './platform/browser-stores.ts';
import type { CoreLife, CoreLink } from './platform/core-link.ts';
import { isProjected, openDatabase } from './platform/database.ts';
import { createBrowserNotifications } from './platform/browser-notifications.ts';
import { createDexieLate, createDexieMentions, createDexiePersonal } from './platform/dexie-personal.ts';
import { createDexieQueries } from './platform/dexie-queries.ts';
import { createDexieFaces } from './platform/dexie-pictures.ts';
import { liveRead } from './platform/live-read.ts';
import { onOpenedInvite } from './platform/opened-invite.ts';
import { fileName, handOver, pictureAddresses, pictureName, readLicences } from './platform/browser-files.ts';
import { startCore } from './platform/start-core.ts';
import { mountApp } from './ui/mount-app.tsx';

const report = (what: string, error: unknown): void =>
  console.warn(`holdfast ${what}`, error instanceof Error ? error.message : '');

const lifeOf = (now: Exclude<CoreLife, { kind: 'restart' }>): LifeState => {
  if (now.kind === 'failed') return { kind: 'error', message: now.message };
  return now.kind === 'restoring' ? { kind: 'starting', restoring: now } : now;
};

const start = async (container: HTMLElement): Promise<void> => {
  const life = createStore<LifeState>({ kind: 'starting' });
  const core = await startCore((now) => {
    if (now.kind === 'restart') return location.reload();
    life.set(lifeOf(now));
  });
  const database = openDatabase();
  const [info] = await Promise.all([core.info, showStored(life, isProjected(database))]);
  const queries = createDexieQueries(database);
  const services: Services = {
    peer: core.peer,
    queries,
    watch: liveRead,
    search: (query) => core.ask('search', query) as ReturnType<Services['search']>,
    status: createStatusStore(core.peer, report),
    life,
    drafts: createDexieDrafts(database),
    personal: createDexiePersonal(database),
    late: createDexieLate(database),
    mentions: createDexieMentions(database),
    notifications: createBrowserNotifications(() => drop(core.ask('showWindow'), 'showing the window', report)),
    preferences: browserPreferences,
    previewInvite: (text) => core.ask('previewInvite', text) as Promise<Result<InvitePreview>>,
    openExternal: async (url) => void (await core.ask('openExternal', url)),
    network: {
      read: () => core.ask('readNetwork') as ReturnType<Services['network']['read']>,
      change: (choices) => core.ask('changeNetwork', choices) as ReturnType<Services['network']['change']>,
    },
    files: {
      save: async (community, readers) => {
        const held = readers && (await heldByAll(queries, community.id, readers));
        const input = { community: community.id, ...(held === undefined ? {} : { held }) };
        const saved = (await core.ask('saveFile', input)) as Result<FileContent & { file: Blob }>;
        if (!saved.ok) return saved;
        const { file, ...content } = saved.value;
        handOver(fileName(community.name, new Date()), file);
        return { ok: true, value: { ...content, bytes: file.size } };
      },
      takeIn: (file) => core.ask('takeInFile', file) as ReturnType<Services['files']['takeIn']>,
    },
    storage: browserStorage,
    licences: readLicences,
    pictures: picturesOf(core),
    faces: { ...createDexieFaces(database), ...pictureAddresses },
    copyText: (text) => navigator.clipboard.writeText(text),
    now: () => Date.now(),
    shellInfo: {
      version: info.version,
      profile: info.profile,
      shell: info.shell === 'electron' ? 'electron' : 'standalone',
      platform: info.platform,
    },
    report,
  };
  const app = mountApp(container, services);
  onOpenedInvite(app.openInvite);
};

const picturesOf = (core: CoreLink): Services['pictures'] => ({
  read: (file) => core.ask('readPicture', file) as ReturnType<Services['pictures']['read']>,
  shrink: (file) => core.ask('shrinkPicture', file) as ReturnType<Services['pictures']['shrink']>,
  save: (of, picture) => handOver(pictureName(of), picture),
});

const container = document.getElementById('app');
if (container === null) throw new Error('index.html has no #app');
start(container).catch((error: unknown) => report('start failed', error));
