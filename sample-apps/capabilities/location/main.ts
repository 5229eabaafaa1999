import { connect, followTheme, ready, requestAttributes, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const draw = (words: string) =>
  render(
    html`<main>
      <p>${say('Автобусы ходят до полуночи.', 'Buses run until midnight.')}</p>
      <veche-button kind="primary" @click=${ask}>${say('Найти остановку', 'Find a stop')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

async function ask(): Promise<void> {
  try {
    const { latitude, longitude, accuracyMeters } = await requestAttributes(veche, 'location');
    const place = `${latitude.toFixed(2)}, ${longitude.toFixed(2)}`;
    draw(say(`Вы около ${place}, до ${accuracyMeters} м.`, `You are near ${place}, within ${accuracyMeters} m.`));
  } catch (error) {
    const isRefused = error instanceof VecheError && error.code === 'forbidden';
    draw(isRefused ? say('Вы не сказали, где Вы.', 'You did not say where.') : say('Место неизвестно.', 'Unknown.'));
  }
}

draw('');
await ready(veche);
