import type { Import, ImportItem } from '@veche/contract';
import type { Words } from '../../i18n/words.ts';

/** Whether an import will change by itself. */
export function isMoving({ phase }: Import): boolean {
  return phase === 'waiting' || phase === 'reading' || phase === 'running' || phase === 'undoing';
}

/** Where an import stands, in words. */
export function phaseWords({ t }: Words, { phase, problem, percent, counts }: Import): string {
  if (phase === 'failed') return t(`problem.${problem ?? 'internal'}`);
  const parts = [t(`import.${phase}`, { percent })];
  if (phase === 'done' || phase === 'cancelled' || phase === 'running') {
    parts.push(t('import.messages', { count: counts.messages }));
    if (counts.skipped > 0) parts.push(t('import.skipped', { count: counts.skipped }));
  }
  return parts.join(' · ');
}

/** What became of an entry, in words. */
export function itemWords({ t }: Words, { messageId, reason, detail }: ImportItem): string {
  const what = reason === undefined ? t('import.itemMade') : t(`item.${reason}`);
  return [what, detail ?? '', messageId === undefined || reason === undefined ? '' : t('import.itemMade')]
    .filter((part) => part !== '')
    .join(' · ');
}
