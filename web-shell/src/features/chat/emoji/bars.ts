import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../../../i18n/words.ts';
import { icon } from '../../../parts/icon.ts';
import { groupIcons } from './group-icons.ts';
import { groupNames } from './set.ts';
import { inTone, tones } from './tones.ts';

/** The ways to the groups; -1 is that of those used last. */
export function groupBar(
  { t }: Words,
  { current, hasRecent, go }: { current: number; hasRecent: boolean; go: (group: number) => void },
): TemplateResult {
  const way = (group: number, label: string) =>
    html`<button aria-label=${label} title=${label} aria-current=${group === current} @click=${() => go(group)}>
      ${icon(groupIcons[group + 1]!)}
    </button>`;
  return html`<nav aria-label=${t('emoji.groups')}>
    ${hasRecent ? way(-1, t('emoji.recent')) : nothing}
    ${groupNames.map((name, index) => way(index, t(`emoji.${name}`)))}
  </nav>`;
}

/** An emoji in all tones of skin, the own one marked. */
export function toneBar(
  { t }: Words,
  { base, tone: own, choose }: { base: string; tone: number; choose: (tone: number) => void },
): TemplateResult {
  return html`<div class="tones" role="group" aria-label=${t('emoji.tone')}>
    ${tones.map((_, tone) => {
      const label = t(`emoji.tone${tone as 0 | 1 | 2 | 3 | 4 | 5}`);
      return html`<button aria-label=${label} title=${label} aria-pressed=${tone === own} @click=${() => choose(tone)}>
        ${inTone(base, tone)}
      </button>`;
    })}
  </div>`;
}
