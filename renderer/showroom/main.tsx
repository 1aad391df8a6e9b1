/**
 * Holdfast without a host: `?seed=NAME` opens a scene, `?exhibit=NAME` one with a dialog, `?gallery` (or nothing) all of them.
 * `theme`, `contrast`, `density`, `textSize`, `motion`, `hours` and `dir` may be added. Not part of what is released.
 */
import { createRoot } from 'react-dom/client';

import { mountApp } from '../ui/mount-app.tsx';
import { EXHIBITS } from './exhibits.ts';
import { Gallery } from './gallery.tsx';
import { lookIn } from './looks.ts';
import { Primitives } from './primitives.tsx';
import { isScene, SCENES } from './scenes.ts';
import { servicesOf } from './scene-services.ts';

const open = async (container: HTMLElement, asked: URLSearchParams): Promise<void> => {
  if (asked.get('dir') === 'rtl') document.documentElement.dir = 'rtl';
  const look = lookIn(asked);
  const seed = asked.get('seed') ?? '';
  const exhibit = EXHIBITS.find(({ name }) => name === asked.get('exhibit'));
  if (exhibit !== undefined) {
    const scene = SCENES[exhibit.scene]();
    mountApp(container, await servicesOf(scene, look), exhibit.dialog?.(scene));
  } else if (isScene(seed)) {
    mountApp(container, await servicesOf(SCENES[seed](), look));
  } else if (asked.get('exhibit') === 'primitives') {
    const scene = SCENES.harbour();
    createRoot(container).render(<Primitives services={await servicesOf(scene, look)} />);
  } else {
    createRoot(container).render(<Gallery />);
  }
};

const container = document.getElementById('app');
if (container === null) throw new Error('index.html has no #app');
open(container, new URLSearchParams(location.search)).catch((error: unknown) => console.error('showroom', error));
