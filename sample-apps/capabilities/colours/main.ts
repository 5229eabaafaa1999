import { connect, followTheme, ready, setColours } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const colours = [
  [say('Черника', 'Bilberry'), '#2f3a6b'],
  [say('Мята', 'Mint'), '#cfeadf'],
  [say('Как у Вече', "Veche's own"), undefined],
] as const;

const paint = (header: string | undefined) => setColours(veche, header === undefined ? {} : { header });
const rows = colours.map(
  ([name, header]) => html`<veche-cell tappable @click=${() => paint(header)}>${name}</veche-cell>`,
);
render(html`<main><veche-section>${rows}</veche-section></main>`, document.body);
await ready(veche);
