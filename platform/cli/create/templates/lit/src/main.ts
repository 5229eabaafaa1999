import '@veche/mini-app-sdk/ui/page';
import { connect, followTheme } from '@veche/mini-app-sdk';
import { HelloScreen } from './hello-screen.ts';
import { wordsIn } from './words.ts';

try {
  const veche = await connect();
  document.documentElement.lang = veche.language;
  followTheme(veche);
  const screen = new HelloScreen();
  screen.veche = veche;
  document.body.append(screen);
} catch {
  document.body.textContent = wordsIn(navigator.language.startsWith('ru') ? 'ru' : 'en').outside;
}
