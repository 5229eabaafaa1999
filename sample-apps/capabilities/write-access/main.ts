import { connect, followTheme, ready, requestAttributes, VecheError } from '@veche/mini-app-sdk';
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
      <p>${say('Вы записаны на пятницу, 18:00.', 'Your appointment is on Friday at 18:00.')}</p>
      <veche-button kind="primary" @click=${ask}>${say('Напоминать мне', 'Remind me')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

// From then on the bot of the manifest may write first.
const ask = () =>
  requestAttributes(veche, 'writeToMe').then(
    () => draw(say('Бот напомнит за час.', 'The bot will remind you an hour before.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
