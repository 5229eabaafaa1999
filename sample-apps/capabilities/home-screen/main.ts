import { addToHomeScreen, checkHomeScreen, connect, followTheme, ready, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const known = {
  added: say('Значок есть.', 'There is a shortcut.'),
  missed: say('Значка ещё нет.', 'There is no shortcut yet.'),
  // By hand, people make it unseen.
  unknown: say('Есть ли значок, браузер не говорит.', 'Whether there is a shortcut, the browser does not tell.'),
  unsupported: say('Здесь значка не сделать.', 'No shortcut can be made here.'),
};

const draw = (status: keyof typeof known, words = known[status]) => {
  const isOffered = status === 'missed' || status === 'unknown';
  render(
    html`<main>
      <p>${say('Расписание двора открывают каждый день.', 'The timetable of the yard is opened every day.')}</p>
      ${isOffered ? html`<veche-button kind="primary" @click=${add}>${say('На главный экран', 'To the home screen')}</veche-button>` : ''}
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );
};

const add = async () => {
  try {
    draw(await addToHomeScreen(veche));
  } catch (error) {
    const isRefused = error instanceof VecheError && error.code === 'forbidden';
    draw(await checkHomeScreen(veche), isRefused ? say('Хорошо, без значка.', 'Fine, without a shortcut.') : undefined);
  }
};

draw(await checkHomeScreen(veche));
await ready(veche);
