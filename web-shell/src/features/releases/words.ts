import type { Release, ReleaseAct } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { MessageKey, Words } from '../../i18n/words.ts';
import { sizeWords } from '../../i18n/sizes.ts';
import { errorWords } from '../../state/error-words.ts';

/** What a conflict means for an act, where it is not that the release is in another state by now. */
const conflicts: Readonly<Partial<Record<ReleaseAct, MessageKey>>> = {
  publish: 'releases.cannotPublish',
  rollBack: 'releases.nothingBefore',
};

/** Why an act was refused, and what to do. */
export function refusalWords(words: Words, error: unknown, act?: ReleaseAct): string {
  if (!(error instanceof VecheError)) return errorWords(words, error);
  // An app on a site of its own: the site is asked again whenever the release goes on.
  if (error.code === 'invalid_input' && error.field === 'releaseId') return words.t('releases.siteRefuses');
  if (error.code === 'conflict' && error.field?.startsWith('manifest.icons.') === true)
    return words.t('releases.iconIsTaken');
  if (error.code !== 'conflict') return errorWords(words, error);
  return words.t((act === undefined ? undefined : conflicts[act]) ?? 'releases.changedMeanwhile');
}

/** The number and the name that a developer gave to a release. */
export function versionWords({ t }: Words, { version }: Pick<Release, 'version'>): string {
  return t('releases.version', { name: version.name, code: version.code });
}

/** What it has: files with us, or a page on a site of its own. */
export function contentWords(words: Words, { url, sizeBytes }: Pick<Release, 'url' | 'sizeBytes'>): string {
  return url ?? sizeWords(words, sizeBytes);
}
