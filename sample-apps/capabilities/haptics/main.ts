import { connect, followTheme, ready, vibrate } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const feels = {
  light: say('Лёгкое касание', 'A light touch'),
  heavy: say('Тяжёлый удар', 'A heavy stroke'),
  selection: say('Выбор', 'A choice'),
  success: say('Удача', 'Success'),
  error: say('Ошибка', 'An error'),
};

const draw = (words: string) => {
  const rows = (Object.keys(feels) as (keyof typeof feels)[]).map(
    (feel) => html`<veche-cell tappable @click=${() => play(feel)}>${feels[feel]}</veche-cell>`,
  );
  render(
    html`<main>
      <veche-section>${rows}</veche-section>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );
};

async function play(feel: keyof typeof feels): Promise<void> {
  await vibrate(veche, feel);
  draw(`${feels[feel]}. ${say('Чувствуется там, где устройство умеет.', 'Felt where the device can.')}`);
}

draw('');
await ready(veche);
