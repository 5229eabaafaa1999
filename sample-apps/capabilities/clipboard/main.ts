import { connect, followTheme, readClipboard, ready, VecheError, writeClipboard } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) =>
  error instanceof VecheError && error.code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');

const draw = (words: string, code = '') =>
  render(
    html`<main>
      <veche-button @click=${copy}>${say('Скопировать приглашение', 'Copy the invitation')}</veche-button>
      <veche-text-field label=${say('Код приглашения', 'Code of the invitation')} .value=${code}></veche-text-field>
      <veche-button kind="primary" @click=${paste}>${say('Вставить', 'Paste')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

const copy = () =>
  writeClipboard(veche, 'DVOR-7').then(
    () => draw(say('Скопировано.', 'Copied.')),
    (error) => draw(why(error)),
  );
const paste = () =>
  readClipboard(veche).then(
    (text) => draw(say('Вставлено.', 'Pasted.'), text),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
