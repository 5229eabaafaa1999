import { connect, followTheme, lockOrientation, onFullscreen, ready, setFullscreen } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

let isFull = false;

const draw = (words = '') => {
  const name = isFull ? say('Обычное окно', 'Usual window') : say('Во весь экран', 'Fill the screen');
  render(
    html`<main>
      <p>
        ${say('План двора лучше видно на всём экране.', 'The plan of the yard is easier to see on the whole screen.')}
      </p>
      <veche-button kind="primary" @click=${fill}>${name}</veche-button>
      <veche-button @click=${lock}>${say('Не поворачивать экран', 'Keep the screen from turning')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );
};

const refused = () => draw(say('Браузер этого не даёт.', 'The browser refuses.'));
const fill = () => setFullscreen(veche, !isFull).catch(refused);
const lock = () =>
  lockOrientation(veche, true).then(() => draw(say('Экран не повернётся.', 'It will not turn.')), refused);

onFullscreen(veche, (now) => {
  isFull = now;
  draw();
});
draw();
await ready(veche);
