import { connect, followTheme, onVisibility, ready } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, nothing, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const seen: string[] = [];

const draw = () => {
  const lead = say('Отложите это окно и вернитесь.', 'Set this window aside and come back.');
  const rows = seen.map((words) => html`<veche-cell>${words}</veche-cell>`);
  render(
    html`<main>
      <p>${lead}</p>
      ${seen.length > 0 ? html`<veche-section>${rows}</veche-section>` : nothing}
    </main>`,
    document.body,
  );
};

onVisibility(veche, (isVisible) => {
  seen.push(isVisible ? say('Снова на виду', 'In view again') : say('Отложено', 'Set aside'));
  draw();
});
draw();
await ready(veche);
