import { init, initData, mainButton, miniApp, themeParams } from '@tma.js/sdk';
import { drawScreen } from './screen.ts';
import { wordsIn } from './words.ts';

try {
  init();
  initData.restore();
  themeParams.mount();
  themeParams.bindCssVars();
  miniApp.mount();
  mainButton.mount();

  const language = initData.user()?.language_code;
  const words = wordsIn(language);
  document.documentElement.lang = language ?? 'en';
  const screen = drawScreen(words, {
    name: initData.user()?.first_name ?? '',
    place: initData.chatType() ?? 'none',
    close: () => miniApp.close(),
  });

  const followScheme = (): void => {
    const scheme = themeParams.isDark() ? 'dark' : 'light';
    document.documentElement.style.colorScheme = scheme;
    screen.setScheme(scheme);
  };
  followScheme();
  themeParams.isDark.sub(followScheme);

  mainButton.onClick(screen.ring);
  mainButton.setParams({ text: words.ring, isVisible: true });
  miniApp.ready();
} catch {
  document.body.textContent = wordsIn(navigator.language).outside;
}
