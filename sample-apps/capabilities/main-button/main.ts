import { connect, followTheme, hideMainButton, onMainButton, ready, showMainButton } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

let seats = 3;

async function draw(): Promise<void> {
  const left = html`<veche-cell
    >${say('Свободных мест', 'Seats left')}<span slot="trailing">${seats}</span></veche-cell
  >`;
  const hide = html`<veche-button @click=${() => hideMainButton(veche)}
    >${say('Не нужна', 'Not needed')}</veche-button
  >`;
  render(html`<main><veche-section>${left}</veche-section>${hide}</main>`, document.body);
  await showMainButton(veche, { text: say('Занять место', 'Take a seat'), isEnabled: seats > 0 });
}

onMainButton(veche, () => {
  seats -= 1;
  void draw();
});
await draw();
await ready(veche);
