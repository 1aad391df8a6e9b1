/** A view of the gallery: a scene, and what is opened or done in it. */
import type { DialogState } from '../app/app-model.ts';
import type { Scene } from './scene.ts';
import type { SceneName } from './scenes.ts';
import type { Step } from './steps.ts';

export type Exhibit = {
  name: string;
  scene: SceneName;
  dialog?: (scene: Scene) => DialogState;
  steps?: readonly Step[];
  /** Of the window in pixels, where it must not be a usual one. */
  width?: number;
};
