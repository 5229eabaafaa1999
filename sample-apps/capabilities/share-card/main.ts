import { connect, followTheme, getLaunch, ready, shareCard, VecheError } from '@veche/mini-app-sdk';
import '@veche/mini-app-sdk/ui/button';
import '@veche/mini-app-sdk/ui/page';
import { html, render } from 'lit';

const veche = await connect();
const say = (ru: string, en: string) => (veche.language === 'ru' ? ru : en);
document.documentElement.lang = veche.language;
followTheme(veche);

const why = (error: unknown) =>
  error instanceof VecheError && error.code === 'forbidden'
    ? say('Вы не согласились.', 'You did not agree.')
    : say('Сейчас не получилось.', 'It did not work now.');

// A file of the bundle: the shell reads it from the release and sends it on as the person's own picture.
const picture = new URL('./yard.webp', import.meta.url).pathname.slice(1);
const cameByCard = getLaunch(veche).startParam === 'sunday';

const draw = (words: string) =>
  render(
    html`<main>
      <p>
        ${cameByCard ? say('Ждём Вас в десять.', 'We expect you at ten.') : say('В воскресенье сажаем липы.', 'On Sunday we plant lime trees.')}
      </p>
      <veche-button kind="primary" @click=${send}>${say('Пригласить', 'Invite')}</veche-button>
      <p role="status">${words}</p>
    </main>`,
    document.body,
  );

const send = () =>
  shareCard(veche, {
    title: say('Сажаем липы', 'We plant lime trees'),
    text: say('В воскресенье в десять, лопаты есть.', 'On Sunday at ten; there are spades.'),
    picture,
    button: say('Приду', 'I will come'),
    startParam: 'sunday',
  }).then(
    () => draw(say('Приглашение отправлено.', 'The invitation is sent.')),
    (error) => draw(why(error)),
  );

draw('');
await ready(veche);
