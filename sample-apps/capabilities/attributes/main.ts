import { connect, followTheme, onGrantEnded, ready, requestAttributes, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, nothing, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) =>
  error instanceof VecheError && error.code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');

const draw = (words: string, rows: readonly string[] = []) =>
  render(
    html`<main>
      <p>${say('Мастер перезвонит Вам сегодня.', 'The repairman calls you back today.')}</p>
      ${rows.length > 0 ? html`<veche-section>${rows.map((row) => html`<veche-cell>${row}</veche-cell>`)}</veche-section>` : nothing}
      <veche-button kind="primary" @click=${ask}>${say('Перезвоните мне', 'Call me back')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

async function ask(): Promise<void> {
  try {
    const { name } = await requestAttributes(veche, 'name');
    const { phoneNumber } = await requestAttributes(veche, 'phoneNumber');
    draw(say('Мастер перезвонит.', 'The repairman will call.'), [name, phoneNumber ?? say('без номера', 'no number')]);
  } catch (error) {
    draw(why(error));
  }
}

// What was let be had for longer than once can be taken back at any time.
onGrantEnded(veche, () => draw(say('Мы забыли Ваши данные.', 'We forgot what we knew of you.')));
draw('');
await ready(veche);
