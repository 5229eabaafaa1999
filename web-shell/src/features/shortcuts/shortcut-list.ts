import { html, type TemplateResult, unsafeCSS } from 'lit';
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import type { MessageKey } from '../../i18n/words.ts';
import { icon } from '../../parts/icon.ts';
import type { Shell } from '../../state/shell.ts';
import styles from './shortcuts.css?inline';

/** For the root that draws what this module gives. */
export const shortcutStyles = unsafeCSS(styles);

/** Keys as they are written on keyboards; `Mod` is Ctrl, or Command of a Mac. */
interface Shortcut {
  readonly keys: string;
  readonly does: MessageKey;
  /** A letter or sign alone, which can be switched off. */
  readonly isLetter?: true;
}

const groups: readonly (readonly [heading: MessageKey, shortcuts: readonly Shortcut[]])[] = [
  [
    'shortcuts.everywhere',
    [
      { keys: 'Mod K', does: 'shortcuts.goTo' },
      { keys: 'Alt ↑, Alt ↓', does: 'shortcuts.nextChat' },
      { keys: 'Alt Shift ↑, Alt Shift ↓', does: 'shortcuts.nextUnread' },
      { keys: 'Alt 1, Alt 2, Alt 3', does: 'shortcuts.sections' },
      { keys: 'Mod ,', does: 'shortcuts.settings' },
      { keys: 'F6, Shift F6', does: 'shortcuts.regions' },
      { keys: 'Esc', does: 'shortcuts.close' },
      { keys: 'Mod /', does: 'shortcuts.list' },
      { keys: '?', does: 'shortcuts.list', isLetter: true },
    ],
  ],
  [
    'shortcuts.inChat',
    [
      { keys: 'Mod F', does: 'shortcuts.find' },
      { keys: '↑', does: 'shortcuts.editLast' },
      { keys: 'PgUp, PgDn, Home, End', does: 'shortcuts.scroll' },
      { keys: '↑, ↓', does: 'shortcuts.nextMessage' },
      { keys: 'Enter', does: 'shortcuts.menu' },
      { keys: 'R', does: 'shortcuts.reply', isLetter: true },
      { keys: 'E', does: 'shortcuts.edit', isLetter: true },
      { keys: 'Delete', does: 'shortcuts.delete' },
    ],
  ],
  [
    'shortcuts.writing',
    [
      { keys: 'Enter', does: 'shortcuts.send' },
      { keys: 'Shift Enter', does: 'shortcuts.newLine' },
      { keys: 'Mod B', does: 'shortcuts.bold' },
      { keys: 'Mod I', does: 'shortcuts.italic' },
      { keys: 'Mod U', does: 'shortcuts.underline' },
      { keys: 'Mod Shift X', does: 'shortcuts.strike' },
      { keys: 'Mod Shift M', does: 'shortcuts.code' },
      { keys: 'Mod Shift P', does: 'shortcuts.spoiler' },
      { keys: 'Mod K', does: 'shortcuts.link' },
    ],
  ],
];

/** Every shortcut of the shell, by where it works. */
export function shortcutList({ words: { t }, preferences }: Shell): readonly TemplateResult[] {
  const hasLetters = preferences.of('letters') === 'on';
  return groups.map(
    ([heading, shortcuts]) =>
      html`<h3>${t(heading)}</h3>
        <dl>
          ${shortcuts
            .filter(({ isLetter }) => hasLetters || isLetter !== true)
            .map(
              ({ keys, does }) =>
                html`<div>
                  <dt>${keys.split(', ').map(combination)}</dt>
                  <dd>${t(does)}</dd>
                </div>`,
            )}
        </dl>`,
  );
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** Not every font has arrows. */
const drawn: Readonly<Record<string, string>> = { '↑': arrowUp, '↓': arrowDown };

function keyView(key: string): TemplateResult {
  const picture = drawn[key];
  if (picture !== undefined) return html`<kbd>${icon(picture)}<span class="unseen">${key}</span></kbd> `;
  return html`<kbd>${key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : key}</kbd> `;
}

function combination(keys: string): TemplateResult {
  return html`<span class="keys">${keys.split(' ').map(keyView)}</span> `;
}
