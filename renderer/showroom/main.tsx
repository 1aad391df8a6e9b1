/**
 * Holdfast without a host: `?seed=NAME` opens a scene, `?exhibit=NAME` one view of the gallery, `?gallery` (or nothing) all of
 * them. `theme`, `contrast`, `density`, `textSize`, `motion`, `hours` and `dir` may be added. What stands behind a `#` counts too,
 * and can be changed while the page is open. Not part of what is released.
 */
import { createRoot } from 'react-dom/client';

import { mountApp } from '../ui/mount-app.tsx';
import { EXHIBITS } from './exhibits.ts';
import { Gallery } from './gallery.tsx';
import { lookIn } from './looks.ts';
import { Primitives } from './primitives.tsx';
import { isScene, SCENES } from './scenes.ts';
import { servicesOf } from './scene-services.ts';
import { take } from './steps.ts';

type Shown = { dispose: () => void };

const open = async (container: HTMLElement, asked: URLSearchParams): Promise<Shown> => {
  document.documentElement.dir = asked.get('dir') === 'rtl' ? 'rtl' : 'ltr';
  const look = lookIn(asked);
  const seed = asked.get('seed') ?? '';
  const exhibit = EXHIBITS.find(({ name }) => name === asked.get('exhibit'));
  if (exhibit !== undefined) {
    const scene = SCENES[exhibit.scene]();
    const app = mountApp(container, await servicesOf(scene, look), exhibit.dialog?.(scene));
    await take(exhibit.steps ?? []);
    return app;
  }
  if (isScene(seed)) return mountApp(container, await servicesOf(SCENES[seed](), look));
  const root = createRoot(container);
  const isPrimitives = asked.get('exhibit') === 'primitives';
  root.render(isPrimitives ? <Primitives services={await servicesOf(SCENES.harbour(), look)} /> : <Gallery />);
  return { dispose: () => root.unmount() };
};

const asked = (): URLSearchParams => new URLSearchParams([...new URLSearchParams(location.search), ...inHash()]);
const inHash = (): URLSearchParams => new URLSearchParams(location.hash.slice(1));

/** Whoever takes pictures waits for the mark of what is there. */
const start = async (container: HTMLElement): Promise<void> => {
  let shown: Shown | undefined;
  const show = async (): Promise<void> => {
    delete document.documentElement.dataset['shown'];
    shown?.dispose();
    shown = await open(container, asked());
    document.documentElement.dataset['shown'] = asked().get('exhibit') ?? '';
  };
  window.addEventListener('hashchange', () => void show().catch(tell));
  await show();
};

const tell = (error: unknown): void => console.error('showroom', error);

const container = document.getElementById('app');
if (container === null) throw new Error('index.html has no #app');
start(container).catch(tell);
