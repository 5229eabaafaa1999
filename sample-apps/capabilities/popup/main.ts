import { connect, followTheme, ready, showPopup } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const draw = (words: string) =>
  render(
    html`<main>
      <p>${say('Объявление о субботнике, черновик.', 'A notice about cleaning the yard, a draft.')}</p>
      <veche-button kind="destructive" @click=${ask}>${say('Удалить черновик', 'Delete the draft')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

async function ask(): Promise<void> {
  const pressed = await showPopup(veche, {
    message: say('Удалить черновик? Вернуть его нельзя.', 'Delete the draft? It cannot be brought back.'),
    buttons: [
      { id: 'delete', kind: 'destructive', text: say('Удалить', 'Delete') },
      { id: 'keep', kind: 'cancel', text: '' },
    ],
  });
  // Null is Escape: the person decided nothing.
  draw(pressed === 'delete' ? say('Черновик удалён.', 'Deleted.') : say('Черновик на месте.', 'It is still there.'));
}

draw('');
await ready(veche);
