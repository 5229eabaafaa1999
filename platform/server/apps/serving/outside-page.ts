import type { Manifest } from '@veche/contract';
import { escape } from './escape.ts';

export const OUTSIDE_STYLE_PATH = '.veche/outside.css';

/** Colours are the shell's tokens, so that the page is known as ours. */
export const outsideStyle = `:root { color-scheme: light dark; }
body {
  display: grid;
  place-content: center;
  gap: 16px;
  min-height: 100vh;
  margin: 0;
  padding: 24px;
  box-sizing: border-box;
  background: light-dark(oklch(0.985 0.006 80), oklch(0.19 0.008 60));
  color: light-dark(oklch(0.24 0.015 60), oklch(0.94 0.008 80));
  font: 400 1rem/1.375 system-ui, sans-serif;
  text-align: center;
}
h1 { margin: 0; font: 600 1.75rem/1.215 system-ui, sans-serif; }
p { margin: 0; color: light-dark(oklch(0.5 0.015 60), oklch(0.74 0.012 70)); }
a {
  justify-self: center;
  padding: 12px 24px;
  border-radius: 6px;
  background: light-dark(oklch(0.54 0.125 45), oklch(0.74 0.115 55));
  color: light-dark(oklch(1 0 0), oklch(0.2 0.02 50));
  text-decoration: none;
}
a:focus-visible { outline: 2px solid light-dark(oklch(0.55 0.16 255), oklch(0.75 0.12 255)); outline-offset: 2px; }
`;

/**
 * What one sees who opens an app's address outside of the shell. The app itself is not shown there: a whole page on our
 * domain in an app's hands could pass for us, and there is no launch data for it anyway.
 */
export function outsidePage(name: Manifest['name'], webOrigin: string): string {
  return page(name, webOrigin, {
    ru: 'Это мини-приложение открывается внутри Вече.',
    en: `The mini-app “${escape(name.en)}” opens inside Veche.`,
  });
}

/** What the host of a release answers that was stopped for good, whatever it is asked for. */
export function stoppedPage(name: Manifest['name'], webOrigin: string): string {
  return page(name, webOrigin, {
    ru: 'Это мини-приложение остановлено. Им больше нельзя пользоваться.',
    en: `The mini-app “${escape(name.en)}” was stopped and cannot be used any more.`,
  });
}

function page(name: Manifest['name'], webOrigin: string, words: { ru: string; en: string }): string {
  return `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escape(name.ru)}</title>
    <link rel="stylesheet" href="/${OUTSIDE_STYLE_PATH}" />
  </head>
  <body>
    <h1>${escape(name.ru)}</h1>
    <p>${words.ru}</p>
    <p lang="en">${words.en}</p>
    <a href="${escape(webOrigin)}/">Открыть Вече · Open Veche</a>
  </body>
</html>
`;
}
