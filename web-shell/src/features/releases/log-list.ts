import { html, type TemplateResult } from 'lit';
import type { Release, ReleaseLogEntry } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';
import { versionWords } from './words.ts';

/** Most that the log gives at once. */
const AT_ONCE = 500;

/** What the public log says of an app, the last first. */
export async function readLogOf({ client }: Shell, app: string): Promise<readonly ReleaseLogEntry[]> {
  const read: ReleaseLogEntry[] = [];
  for (;;) {
    const from = (read.at(-1)?.entry ?? 0) + 1;
    const { entries } = await client.call('releases.log', { app, from, limit: AT_ONCE });
    read.push(...entries);
    if (entries.length < AT_ONCE) return read.reverse();
  }
}

/** Entries of the public log, with the versions that they are about. */
export function logList(
  { words }: Shell,
  entries: readonly ReleaseLogEntry[],
  releases: readonly Release[],
): TemplateResult {
  const { t, dates } = words;
  if (entries.length === 0) return html`<p class="soft">${t('releases.noLog')}</p>`;
  return html`<ul class="card" aria-labelledby="log">
    ${entries.map(({ entry, act, percent = 0, releaseId, at }) => {
      const release = releases.find((one) => one.releaseId === releaseId);
      const version = release === undefined ? releaseId.slice(0, 12) : versionWords(words, release);
      return html`<li>
        <div class="row">
          <span class="row-text">
            <span>${t(`releases.log.${act}`, { percent })}</span>
            <span class="soft">${t('releases.entry', { entry })} · ${version}</span>
          </span>
          <time class="soft" datetime=${at}>${dates.brief(at)}</time>
        </div>
      </li>`;
    })}
  </ul>`;
}
