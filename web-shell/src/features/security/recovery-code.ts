import { html, type TemplateResult } from 'lit';
import copy from 'lucide-static/icons/copy.svg?raw';
import printer from 'lucide-static/icons/printer.svg?raw';
import { icon } from '../../parts/icon.ts';
import { attempt } from '../../state/attempt.ts';
import type { Shell } from '../../state/shell.ts';

/** A recovery code, shown this once, with ways to keep it. */
export function recoveryCode(shell: Shell, code: string, done: () => void): TemplateResult {
  const { words, notices } = shell;
  const { t } = words;
  const keep = async (): Promise<void> => {
    if (await attempt(shell, () => navigator.clipboard.writeText(code))) notices.show(t('security.copied'));
  };
  return html`<div class="form">
    <p>${t('security.recoveryText')}</p>
    <p class="code" id="code" lang="en" aria-label=${t('security.recoveryCode')} role="group">${code}</p>
    <div class="acts">
      <button class="button" @click=${keep}>${icon(copy)}${t('security.copy')}</button>
      <button class="button" @click=${() => print(t('security.printTitle'), t('security.recoveryText'), code)}>
        ${icon(printer)}${t('security.print')}
      </button>
    </div>
    <button class="button" data-kind="primary" data-autofocus @click=${done}>${t('security.kept')}</button>
  </div>`;
}

/** Prints the code alone, on a page that is gone afterwards. */
function print(title: string, text: string, code: string): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  const lines = [
    ['h1', title],
    ['p', code],
    ['p', text],
  ] as const;
  for (const [tag, words] of lines) {
    const line = page?.createElement(tag);
    if (line === undefined) continue;
    line.textContent = words;
    page?.body.append(line);
  }
  frame.contentWindow?.addEventListener('afterprint', () => frame.remove());
  frame.contentWindow?.print();
}
