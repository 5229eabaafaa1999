import { connect, followTheme, getViewport, onViewport, ready, type Viewport } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

function draw({ width, height }: Viewport): void {
  const row = (name: string, pixels: number) =>
    html`<veche-cell>${name}<span slot="trailing">${Math.round(pixels)} px</span></veche-cell>`;
  render(
    html`<main>
      <veche-section
        heading=${say('Окно приложения', 'The window of the app')}
        hint=${say('Меняется с экраном, клавиатурой и краем окна.', 'Changes with screen, keyboard and edge.')}
      >
        ${row(say('Ширина', 'Width'), width)} ${row(say('Высота', 'Height'), height)}
      </veche-section>
    </main>`,
    document.body,
  );
}

onViewport(veche, draw);
draw(await getViewport(veche));
await ready(veche);
