import { connect, followTheme, openApp, ready, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) => {
  const code = error instanceof VecheError ? error.code : 'internal';
  if (code === 'not_found') return say('Такого приложения нет.', 'There is no such app.');
  return code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');
};

const draw = (words: string) =>
  render(
    html`<main>
      <p>${say('Что ещё открыть?', 'What else to open?')}</p>
      <veche-button kind="primary" @click=${() => visit('sample-share-card')}
        >${say('Субботник', 'Yard day')}</veche-button
      >
      <veche-button @click=${() => visit('sample-nowhere')}>${say('Каток', 'Ice rink')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

// By the id of its manifest; it opens beside this one.
const visit = (app: string) =>
  openApp(veche, app, { startParam: 'sunday' }).then(
    () => draw(say('Открыто рядом.', 'Opened beside.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
