import { connect, followTheme, getLaunch } from '@veche/mini-app-sdk';
import { startCounter } from './counter.ts';
import { wordsIn } from './words.ts';

try {
  const veche = await connect();
  const words = wordsIn(veche.language);
  document.documentElement.lang = veche.language;
  followTheme(veche);
  const [heading, counted] = [document.createElement('h1'), document.createElement('p')];
  heading.textContent = words.greeting(getLaunch(veche).person.firstName);
  counted.role = 'status';
  document.body.append(heading, counted);
  await startCounter(veche, (count) => (counted.textContent = words.count(count)));
} catch {
  document.body.textContent = wordsIn(navigator.language.startsWith('ru') ? 'ru' : 'en').outside;
}
