import type { TemplateResult } from 'lit';
import { shownOnce } from '../../parts/shown-once.ts';
import type { Shell } from '../../state/shell.ts';

/** A token, shown this once. */
export function tokenSheet(shell: Shell, token: string, done: () => void): TemplateResult {
  const { t } = shell.words;
  const shown = {
    heading: t('console.token'),
    text: t('console.tokenText'),
    value: token,
    copy: t('console.copy'),
    copied: t('console.tokenCopied'),
    done: t('console.kept'),
  };
  return shownOnce(shell, shown, done);
}
