import { showScenes } from './scenes.ts';

await showScenes(360);
