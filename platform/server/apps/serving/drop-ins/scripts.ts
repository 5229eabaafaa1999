import { createHash } from 'node:crypto';
import { maxWebApp } from './max-web-app.ts';
import { telegramCore } from './telegram-core.ts';
import { telegramDevice } from './telegram-device.ts';
import { telegramShown } from './telegram-shown.ts';
import { telegramWindow } from './telegram-window.ts';

export interface Script {
  readonly body: string;
  readonly tag: string;
}

/**
 * Scripts of our own with the members that pages of other platforms call, by their paths on every app host. They speak
 * with the shell, which checks everything.
 */
export const dropIns: ReadonlyMap<string, Script> = new Map([
  ['.veche/max-web-app.js', join(maxWebApp, [])],
  ['.veche/telegram-web-app.js', join(telegramCore, [telegramWindow, telegramShown, telegramDevice])],
]);

/** The platforms' own addresses of theirs: a page that asks for one is given ours. Source: the platforms' guides. */
export const vendorScripts: Readonly<Record<string, string>> = {
  'https://telegram.org/js/telegram-web-app.js': '/.veche/telegram-web-app.js',
  'https://st.max.ru/js/max-web-app.js': '/.veche/max-web-app.js',
};

/** Each part runs as its own text, so it uses nothing from around it but what the first one made. */
function join<Core>(core: () => Core, parts: readonly ((core: Core) => void)[]): Script {
  const calls = parts.map((part) => `(${part.toString()})(core);\n`);
  const body = `(() => {\nconst core = (${core.toString()})();\n${calls.join('')}})();\n`;
  return { body, tag: createHash('sha256').update(body).digest('hex') };
}
