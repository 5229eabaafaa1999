import { connect, followTheme, install, ready, VecheError } from '@veche/mini-app-sdk';
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
      <p>${say('Вы открыли это из чата двора.', 'You opened this from the chat of the yard.')}</p>
      <veche-button kind="primary" @click=${add}>${say('Добавить к моим', 'Add to mine')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

// What one has through a chat alone ends when it is taken out of that chat.
const add = () =>
  install(veche).then(
    () => draw(say('Останется с Вами и без чата.', 'It stays with you without the chat.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
