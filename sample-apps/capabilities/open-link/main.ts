import { connect, followTheme, openLink, ready, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) =>
  error instanceof VecheError && error.code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');

const draw = (words: string) =>
  render(
    html`<main>
      <p>${say('Правила лежат на отдельной странице.', 'The rules stand on a page of their own.')}</p>
      <veche-button kind="primary" @click=${open}>${say('Читать правила', 'Read the rules')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

const open = () =>
  openLink(veche, 'https://example.org/rules').then(
    () => draw(say('Открыто в соседней вкладке.', 'Opened in another tab.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
