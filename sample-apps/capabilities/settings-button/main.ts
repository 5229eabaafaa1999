import { connect, followTheme, onSettingsButton, ready, setSettingsButton } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import '@veche/mini-app-sdk/ui/switch';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

let isLoud = false;

const draw = (inSettings: boolean) => {
  const change = (event: Event) => (isLoud = (event.target as HTMLInputElement).checked);
  const settings = html`<veche-section heading=${say('Настройки', 'Settings')}>
      <veche-switch label=${say('Звонить', 'Ring')} ?checked=${isLoud} @change=${change}></veche-switch>
    </veche-section>
    <veche-button @click=${() => draw(false)}>${say('Готово', 'Done')}</veche-button>`;
  const bell = isLoud ? say('Колокол звонит.', 'The bell rings.') : say('Колокол молчит.', 'The bell is silent.');
  render(html`<main>${inSettings ? settings : html`<p>${bell}</p>`}</main>`, document.body);
};

onSettingsButton(veche, () => draw(true));
await setSettingsButton(veche, true);
draw(false);
await ready(veche);
