import { connect, endGrant, followTheme, ready, requestAttributes, VecheError } from '@veche/mini-app-sdk';
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
      <p>${say('Ваш заказ — два ржаных — печётся.', 'Your order, two loaves of rye, is in the oven.')}</p>
      <veche-button kind="primary" @click=${ask}
        >${say('Сообщите, когда готово', 'Tell me when it is ready')}</veche-button
      >
      <veche-button @click=${stop}>${say('Не сообщайте', 'Do not tell me')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

// From then on the app's server may call `apps.notify` with its token, the answered `personId` and a template.
const ask = () =>
  requestAttributes(veche, 'notifications').then(
    () => draw(say('Сообщим.', 'We will tell you.')),
    (error) => draw(why(error)),
  );

const stop = () =>
  endGrant(veche, 'notifications').then(
    () => draw(say('Не сообщим.', 'We will not.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
