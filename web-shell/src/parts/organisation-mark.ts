import { html, type TemplateResult, unsafeCSS } from 'lit';
import badgeCheck from 'lucide-static/icons/badge-check.svg?raw';
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw';
import type { OrganisationFace } from '@veche/contract';
import type { Words } from '../i18n/words.ts';
import { icon } from './icon.ts';
import styles from './organisation-mark.css?inline';

export const organisationStyles = unsafeCSS(styles);

/** Who answers for something, and the platform's word on whether that is verified: a line that no app's text can draw. */
export function organisationMark(
  { t }: Words,
  { name, isVerified }: Pick<OrganisationFace, 'name' | 'isVerified'>,
): TemplateResult {
  return html`<p class="organisation" ?data-verified=${isVerified}>
    ${icon(isVerified ? badgeCheck : shieldAlert)}
    <span>${t(isVerified ? 'ask.verified' : 'ask.notVerified')}: <bdi>${name}</bdi></span>
  </p>`;
}
