import { connect, followTheme, ready, requestAttributes, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) => {
  const code = error instanceof VecheError ? error.code : 'internal';
  if (code === 'not_found') return say('У Вас нет номера.', 'You have no number.');
  return code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');
};

const draw = (words: string) =>
  render(
    html`<main>
      <p>${say('Мы перезвоним и назовём время.', 'We call back and tell the time.')}</p>
      <veche-button kind="primary" @click=${ask}>${say('Перезвоните мне', 'Call me back')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

async function ask(): Promise<void> {
  try {
    const { proof } = await requestAttributes(veche, 'phoneNumber');
    if (proof === undefined) throw new VecheError('not_found', 'The person has no number.');
    // Whoever opens a page can have it say any number: the server believes the proof alone.
    const answer = await fetch('https://desk.example.org/contact', { method: 'POST', body: proof });
    const number = await answer.text();
    draw(answer.ok ? say(`Позвоним: ${number}`, `We will call ${number}`) : why(number));
  } catch (error) {
    draw(why(error));
  }
}

draw('');
await ready(veche);
