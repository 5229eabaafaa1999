import { confirmPresence, connect, followTheme, ready, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const backEnd = 'https://desk.example.org';
const why = (error: unknown) => {
  if (!(error instanceof VecheError)) return say('Сервер не отвечает.', 'The server does not answer.');
  if (error.code === 'unavailable') return say('У Вас нет ключа доступа.', 'You have no passkey.');
  return error.code === 'forbidden'
    ? say('Вы не подтвердили.', 'You did not confirm.')
    : say('Сейчас не получилось.', 'It did not work now.');
};

const draw = (words: string) =>
  render(
    html`<main>
      <p>${say('Заявление на пропуск заполнено.', 'The application for a pass is filled in.')}</p>
      <veche-button kind="primary" @click=${send}>${say('Отправить', 'Send')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

async function send(): Promise<void> {
  try {
    const challenge = await (await fetch(`${backEnd}/challenge?language=${veche.language}`)).text();
    const proof = await confirmPresence(veche, challenge);
    const body = JSON.stringify({ challenge, proof });
    const { ok } = await fetch(`${backEnd}/application`, { method: 'POST', body });
    draw(
      ok
        ? say('Заявление принято.', 'The application is taken.')
        : say('Сервер не поверил.', 'The server did not believe it.'),
    );
  } catch (error) {
    draw(why(error));
  }
}

draw('');
await ready(veche);
