import { connect, followTheme, ready, share, VecheError } from '@veche/mini-app-sdk';
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
      <p>${say('Субботник в десять, перчатки дадим.', 'We clean the yard at ten; gloves are here.')}</p>
      <veche-button kind="primary" @click=${send}>${say('Позвать соседей', 'Call the neighbours')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

const send = () =>
  share(veche, say('Субботник в десять. Придёте?', 'We clean the yard at ten. Will you come?')).then(
    () => draw(say('Отправлено.', 'Sent.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
