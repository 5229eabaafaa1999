import { connect, followTheme, onBackButton, ready, setBackButton } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const towns = [say('Псков', 'Pskov'), say('Тверь', 'Tver'), say('Суздаль', 'Suzdal')];

async function show(town: string | null): Promise<void> {
  const list = towns.map((name) => html`<veche-cell tappable @click=${() => show(name)}>${name}</veche-cell>`);
  const page = town === null ? html`<veche-section>${list}</veche-section>` : html`<h1>${town}</h1>`;
  render(html`<main>${page}</main>`, document.body);
  await setBackButton(veche, town !== null);
}

onBackButton(veche, () => show(null));
await show(null);
await ready(veche);
