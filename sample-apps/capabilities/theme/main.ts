import { connect, followTheme, getTheme, ready, type ThemeColours } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const dot = (colour: string) =>
  html`<svg slot="leading" width="24" height="24"><circle cx="12" cy="12" r="11" fill=${colour} stroke="gray" /></svg>`;

function draw({ scheme, ...colours }: ThemeColours): void {
  const all = Object.entries(colours).map(
    ([name, colour]) => html`<veche-cell>${dot(colour)}${name}<span slot="trailing">${colour}</span></veche-cell>`,
  );
  const lead =
    scheme === 'dark'
      ? say('Сейчас оформление тёмное', 'It is dark now')
      : say('Сейчас оформление светлое', 'It is light now');
  render(html`<main><veche-section heading=${lead}>${all}</veche-section></main>`, document.body);
}

veche.on('ui.themeChanged', draw);
draw(await getTheme(veche));
await ready(veche);
