import type { Words } from '../../i18n/words.ts';
import type { Choice } from '../../state/preferences.ts';
import type { SettingsPage } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';

type Named<Value> = readonly (readonly [value: Value, text: string])[];

export function themes({ t }: Words): Named<Choice<'theme'>> {
  return [
    ['auto', t('settings.themeAuto')],
    ['light', t('settings.themeLight')],
    ['dark', t('settings.themeDark')],
  ];
}

export function textSizes({ t }: Words): Named<Choice<'text'>> {
  return [
    ['small', t('appearance.small')],
    ['normal', t('appearance.normal')],
    ['large', t('appearance.large')],
    ['largest', t('appearance.largest')],
  ];
}

export function announcements({ t }: Words): Named<Choice<'announce'>> {
  return [
    ['on', t('accessibility.announceOn')],
    ['pauses', t('accessibility.announcePauses')],
    ['off', t('accessibility.announceOff')],
  ];
}

const nameOf = <Value>(named: Named<Value>, value: Value) => named.find(([one]) => one === value)?.[1] ?? '';

/** What is chosen on a page of the settings, in a few words; empty where that is nothing to tell. */
export function presentOf({ words, preferences }: Shell, page: SettingsPage): string {
  if (page === 'appearance') {
    const theme = nameOf(themes(words), preferences.of('theme'));
    const size = preferences.of('text');
    const contrast = preferences.of('contrast') === 'more' ? words.t('appearance.contrast') : '';
    return [theme, contrast, size === 'normal' ? '' : nameOf(textSizes(words), size)].filter(Boolean).join(' · ');
  }
  if (page !== 'accessibility') return '';
  const said = preferences.of('announce');
  const parts = [
    preferences.of('motion') === 'less' ? words.t('accessibility.motion') : '',
    said === 'on' ? '' : nameOf(announcements(words), said),
  ];
  return parts.filter(Boolean).join(' · ');
}
