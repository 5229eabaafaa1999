import { effect, signal } from '@preact/signals-core';
import { followTitle } from './app/title.ts';
import { VecheApp } from './app/veche-app.ts';
import { createWords } from './i18n/words.ts';
import { createNotices } from './state/notices.ts';
import { createPreferences } from './state/preferences.ts';
import { createRouter } from './state/router.ts';
import type { Shell } from './state/shell.ts';
import { preloadChat } from './features/chat/open-chat.ts';
import { connect } from './sync/connect.ts';

const preferences = createPreferences(localStorage, navigator.languages);
const words = createWords();
// Both take their time: the engine starts while the words come, and what a chat shows while the engine starts.
const client = connect();
const router = createRouter(window);
if (router.place.peek().chatId !== null) preloadChat();
await words.use(preferences.readLanguage()).catch(() => words.use('ru'));

const shell: Shell = {
  client,
  router,
  words,
  notices: createNotices(),
  preferences,
  update: signal({ isReady: false, take: () => location.reload() }),
};

followTitle(shell);
followSignIn(shell);
const app = document.querySelector<VecheApp>('veche-app');
if (app !== null) app.shell = shell;
// Defined last: until then the page shows the first paint of index.html.
customElements.define('veche-app', VecheApp);
// What nobody waits for comes when the first screen is there.
const later = (): unknown =>
  setTimeout(() => void import('./app/later.ts').then(({ followLater }) => followLater(shell), later), 2000);
if (document.readyState === 'complete') later();
else addEventListener('load', later);

/** Keeps the address in step with being signed in: strangers see the sign-in page, the signed-in what they asked for. */
function followSignIn({ client, router }: Shell): void {
  let wanted = '/c';
  let wasIn = false;
  effect(() => {
    const status = client.status.value;
    const { section } = router.place.value;
    if (status === 'starting') return;
    wasIn ||= status !== 'signedOut';
    if (status === 'signedOut') {
      if (section === 'signIn') return;
      if (section !== 'home') wanted = location.pathname + location.search + location.hash;
      // Ended from elsewhere, most likely: the page says so.
      router.go(wasIn ? '/sign-in?ended' : '/sign-in', { replace: true });
      wasIn = false;
    } else if (section === 'signIn' || section === 'home') {
      router.go(section === 'home' ? '/c' : wanted, { replace: true });
      wanted = '/c';
    }
  });
}
