import { cloudStorage, connect, followTheme, ready } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import '@veche/mini-app-sdk/ui/select-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const cloud = cloudStorage(veche);
const towns = [say('Псков', 'Pskov'), say('Тверь', 'Tver'), say('Суздаль', 'Suzdal')];

async function draw(): Promise<void> {
  const town = await cloud.get('town');
  const choose = (event: Event) => cloud.set('town', (event.target as HTMLSelectElement).value).then(draw);
  render(
    html`<main>
      <veche-select-field label=${say('Ваш город', 'Your town')} .value=${town ?? ''} @change=${choose}>
        <option value="">${say('Не выбран', 'None')}</option>
        ${towns.map((name) => html`<option>${name}</option>`)}
      </veche-select-field>
      <veche-button @click=${() => cloud.remove('town').then(draw)}>${say('Забыть', 'Forget')}</veche-button>
      <p role="status">
        ${town === null ? say('Ничего не записано.', 'Nothing is kept.') : `${say('Записан', 'Kept')}: ${town}`}
      </p>
    </main>`,
    document.body,
  );
}

await draw();
await ready(veche);
