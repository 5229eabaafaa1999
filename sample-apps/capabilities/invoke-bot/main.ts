import { connect, followTheme, invokeBot, ready, VecheError } from '@veche/mini-app-sdk';
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
      <p>
        ${say('Бот займёт Вам место и напишет, когда подойдёт очередь.', 'The bot keeps a place for you and writes when it is your turn.')}
      </p>
      <veche-button kind="primary" @click=${take}>${say('Занять место', 'Take a place')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

// The person sees the command before it goes to the bot in their name.
const take = () =>
  invokeBot(veche, '/start window-4').then(
    () => draw(say('Бот ответит Вам в чате.', 'The bot answers you in your chat.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
