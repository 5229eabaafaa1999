import { connect, followTheme, getLaunch, ready, refreshLaunch, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/cell';
import '@veche/mini-app-sdk/ui/page';
import '@veche/mini-app-sdk/ui/section';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

// The page may show it; a server must check `raw` with verifyLaunchData before it believes a word.
let launch = getLaunch(veche);

const draw = (words = '') => {
  const { person, chat, startParam } = launch;
  const rows = [
    // An app without a bot is told a number of its own for each person, and a name only by a grant.
    [say('Ваш номер здесь', 'Your number here'), person.id],
    [say('Язык', 'Language'), veche.language],
    [say('Открыто из чата', 'From a chat'), chat?.kind ?? say('нет', 'no')],
    [say('Слово в ссылке', 'Word in the link'), startParam ?? say('нет', 'none')],
  ].map(([name, value]) => html`<veche-cell>${name}<span slot="trailing">${value}</span></veche-cell>`);
  render(
    html`<main>
      <veche-section>${rows}</veche-section>
      <veche-button @click=${refresh}>${say('Подписать заново', 'Sign again')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );
};

// A server takes launch data for a few minutes: who stays for longer sends it new one.
const refresh = async () => {
  try {
    launch = await refreshLaunch(veche);
    draw(say('Подписано только что.', 'Signed just now.'));
  } catch (error) {
    const isTooOften = error instanceof VecheError && error.code === 'rate_limited';
    draw(
      isTooOften
        ? say('Слишком часто, подождите.', 'Too often, wait.')
        : say('Окно закрыто.', 'The window was closed.'),
    );
  }
};

draw();
await ready(veche);
