import { signal } from '@preact/signals-core';
import type { GrantDuration } from '@veche/contract';
import { keptWords } from '../../i18n/scopes.ts';
import type { Words } from '../../i18n/words.ts';
import type { PlatformQuestion } from '../../state/platform-questions.ts';

const durations: readonly GrantDuration[] = ['once', 'whileOpen', 'untilRevoked'];
const chosen = signal<GrantDuration>('once');

/** A question of every kind, from requesters verified and not. */
export function sampleQuestions(words: Words): readonly PlatformQuestion[] {
  const { t } = words;
  const city = { key: 'sample 1', id: 4, name: t('parts.sampleAgency'), host: 'gorod.apps.veche.example' };
  const shop = { key: 'sample 2', id: 1, name: t('parts.sampleApp'), host: 'siren.apps.veche.example' };
  return [
    {
      ...{ kind: 'permission', requester: { ...city, isVerified: true }, what: t('parts.samplePermission') },
      ...{ why: t('parts.sampleWhy'), until: t('parts.sampleUntil') },
    },
    {
      ...{ kind: 'consent', requester: { ...city, isVerified: true, owner: t('parts.sampleAgency') } },
      what: t('parts.sampleConsent'),
      ...{ items: [t('parts.sampleField'), t('parts.sampleOtherField')], why: t('parts.sampleWhy') },
      keeps: keptWords(words, 30),
      durations: { options: durations.map((duration) => [duration, t(`duration.${duration}`)]), chosen },
    },
    {
      ...{ kind: 'share', requester: { ...shop, isVerified: false }, what: t('parts.sampleShare') },
      items: [t('parts.sampleText')],
    },
    {
      ...{ kind: 'link', requester: { ...shop, isVerified: false } },
      what: t('link.title', { host: 'example.org' }),
      items: ['https://example.org/?from=veche'],
    },
  ];
}
