import type { Release, ReleaseAct } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { MessageKey, Words } from '../../i18n/words.ts';
import { errorWords } from '../../state/error-words.ts';

/** What a conflict means for an act, where it is not that the release is in another state by now. */
const conflicts: Readonly<Partial<Record<ReleaseAct, MessageKey>>> = {
  publish: 'releases.cannotPublish',
  rollBack: 'releases.nothingBefore',
};

/** Why an act was refused, and what to do. */
export function refusalWords(words: Words, error: unknown, act?: ReleaseAct): string {
  if (!(error instanceof VecheError) || error.code !== 'conflict') return errorWords(words, error);
  return words.t((act === undefined ? undefined : conflicts[act]) ?? 'releases.changedMeanwhile');
}

/** The number and the name that a developer gave to a release. */
export function versionWords({ t }: Words, { version }: Pick<Release, 'version'>): string {
  return t('releases.version', { name: version.name, code: version.code });
}
