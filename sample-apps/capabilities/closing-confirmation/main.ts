import { close, connect, followTheme, ready, setClosingConfirmation } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const label = say('Письмо соседям', 'Letter to the neighbours');
const changed = () => setClosingConfirmation(veche, true);
const saved = () => setClosingConfirmation(veche, false);

render(
  html`<main>
    <veche-text-field multiline label=${label} @input=${changed}></veche-text-field>
    <veche-button kind="primary" @click=${saved}>${say('Сохранить', 'Save')}</veche-button>
    <veche-button @click=${() => close(veche)}>${say('Закрыть', 'Close')}</veche-button>
  </main>`,
  document.body,
);
await ready(veche);
