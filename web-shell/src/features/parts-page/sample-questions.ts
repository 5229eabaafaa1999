import type { Words } from '../../i18n/words.ts';
import type { PlatformQuestion } from '../../state/platform-questions.ts';

/** A question of every kind, from requesters verified and not. */
export function sampleQuestions({ t }: Words): readonly PlatformQuestion[] {
  const city = { key: 'sample 1', id: 4, name: t('parts.sampleAgency'), host: 'gorod.apps.veche.example' };
  const shop = { key: 'sample 2', id: 1, name: t('parts.sampleApp'), host: 'siren.apps.veche.example' };
  return [
    {
      ...{ kind: 'permission', requester: { ...city, isVerified: true }, what: t('parts.samplePermission') },
      ...{ why: t('parts.sampleWhy'), until: t('parts.sampleUntil') },
    },
    {
      ...{ kind: 'consent', requester: { ...city, isVerified: true }, what: t('parts.sampleConsent') },
      ...{ items: [t('parts.sampleField'), t('parts.sampleOtherField')], why: t('parts.sampleWhy') },
      until: t('parts.sampleUntil'),
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
