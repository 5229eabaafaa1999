import {
  connect,
  followTheme,
  listScopes,
  onGrantEnded,
  ready,
  requestAttributes,
  VecheError,
} from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) =>
  error instanceof VecheError && error.code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');

const names: Readonly<Record<string, string>> = { name: say('Имя', 'Name'), phoneNumber: say('Номер', 'Number') };

// Listing reads nothing and asks nobody: so a page can say beforehand what a press will ask for.
async function draw(words: string): Promise<void> {
  const scopes = await listScopes(veche);
  const rows = scopes.map(({ scope, isGranted }) => {
    const state = isGranted ? say('можно', 'allowed') : say('спросим', 'will be asked');
    return html`<veche-cell>${names[scope]}<span slot="trailing">${state}</span></veche-cell>`;
  });
  render(
    html`<main>
      <veche-section>${rows}</veche-section>
      <veche-button kind="primary" @click=${ask}>${say('Представиться', 'Tell my name')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );
}

const ask = () =>
  requestAttributes(veche, 'name').then(
    ({ name }) => draw(say(`Здравствуйте, ${name}!`, `Good day, ${name}!`)),
    (error) => draw(why(error)),
  );

onGrantEnded(veche, () => void draw(''));
await draw('');
await ready(veche);
