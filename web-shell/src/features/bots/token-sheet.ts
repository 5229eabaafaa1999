import { html, type TemplateResult } from 'lit';
import copy from 'lucide-static/icons/copy.svg?raw';
import { icon } from '../../parts/icon.ts';
import '../../parts/sheet.ts';
import { attempt } from '../../state/attempt.ts';
import type { Shell } from '../../state/shell.ts';

/** A token, shown this once. */
export function tokenSheet(shell: Shell, token: string, done: () => void): TemplateResult {
  const { notices, words } = shell;
  const { t } = words;
  const keep = async (): Promise<void> => {
    if (await attempt(shell, () => navigator.clipboard.writeText(token))) notices.show(t('console.tokenCopied'));
  };
  return html`<veche-sheet .shell=${shell} .heading=${t('console.token')} @close=${done}>
    <div class="form">
      <p>${t('console.tokenText')}</p>
      <p class="code" role="group" aria-label=${t('console.token')} lang="en">${token}</p>
      <button class="button" data-kind="primary" data-autofocus @click=${keep}>
        ${icon(copy)}${t('console.copy')}
      </button>
      <button class="button" @click=${done}>${t('console.kept')}</button>
    </div>
  </veche-sheet>`;
}
