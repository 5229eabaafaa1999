import { connect, download, followTheme, ready, VecheError } from '@veche/mini-app-sdk';
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
      <p>${say('Билет на спектакль во дворе.', 'A ticket for the play in the yard.')}</p>
      <veche-button kind="primary" @click=${save}>${say('Скачать билет', 'Download the ticket')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

const save = () =>
  download(veche, { url: 'https://example.org/ticket.txt', fileName: 'ticket.txt' }).then(
    () => draw(say('Скачивается.', 'It is on its way.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
