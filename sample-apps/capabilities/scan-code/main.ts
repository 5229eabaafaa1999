import { connect, followTheme, ready, scanCode, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/text-field';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const draw = (words: string) => {
  const scan = html`<veche-button kind="primary" @click=${read}>${say('Считать код', 'Read the code')}</veche-button>`;
  // Not every browser reads codes by itself: there must be another way.
  const type = html`<veche-text-field
    label=${say('Номер билета', 'Number of the ticket')}
    hint=${say('Этот браузер не читает коды камерой.', 'This browser reads no codes by the camera.')}
  ></veche-text-field>`;
  const canScan = veche.capabilities.has('scanner.open');
  render(
    html`<main>
      ${canScan ? scan : type}
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );
};

async function read(): Promise<void> {
  try {
    const code = await scanCode(veche, say('Код напечатан на билете', 'The code is on the ticket'));
    draw(code === null ? say('Вы закрыли камеру.', 'You closed the camera.') : `${say('Билет', 'Ticket')} ${code}`);
  } catch (error) {
    if (!(error instanceof VecheError)) throw error;
    draw(say('Камера сейчас недоступна.', 'There is no camera now.'));
  }
}

draw('');
await ready(veche);
