import {
  connect,
  followTheme,
  hideMainButton,
  hideSecondaryButton,
  onMainButton,
  onSecondaryButton,
  ready,
  showMainButton,
  showSecondaryButton,
} from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const draw = (words: string) => render(html`<main><p role="status">${words}</p></main>`, document.body);

async function answer(words: string): Promise<void> {
  draw(words);
  await Promise.all([hideMainButton(veche), hideSecondaryButton(veche)]);
}

onMainButton(veche, () => answer(say('Ждём Вас в субботу.', 'See you on Saturday.')));
onSecondaryButton(veche, () => answer(say('Жаль. Напишем о следующем.', 'A pity. We will tell of the next one.')));
draw(say('Придёте на субботник?', 'Will you come to clean the yard?'));
await showMainButton(veche, { text: say('Приду', 'I will') });
await showSecondaryButton(veche, { text: say('Не смогу', 'I cannot'), place: 'left' });
await ready(veche);
