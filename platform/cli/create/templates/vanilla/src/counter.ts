import { cloudStorage, onMainButton, ready, showMainButton, type Veche } from '@veche/mini-app-sdk';
import { wordsIn } from './words.ts';

/** Counts presses of the main button. The server keeps the count: it is the same on every device of the person. */
export async function startCounter(veche: Veche, draw: (count: number) => void): Promise<void> {
  const kept = cloudStorage(veche);
  let count = Number((await kept.get('count')) ?? 0);
  draw(count);
  onMainButton(veche, () => {
    count += 1;
    draw(count);
    void kept.set('count', String(count));
  });
  await showMainButton(veche, { text: wordsIn(veche.language).press });
  await ready(veche);
}
