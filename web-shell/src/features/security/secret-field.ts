import { html, nothing, type TemplateResult } from 'lit';
import eye from 'lucide-static/icons/eye.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import type { Words } from '../../i18n/words.ts';
import { icon } from '../../parts/icon.ts';

interface SecretField {
  readonly id: string;
  readonly label: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly isShown: boolean;
  readonly toggle: () => void;
  readonly hint?: string | undefined;
  /** It has the focus in a sheet that opens. */
  readonly isFirst?: boolean;
  /** What is wrong with it. */
  readonly failure?: string | null;
}

/** A field for a password that can be looked at. */
export function secretField({ t }: Words, field: SecretField): TemplateResult {
  const { id, label, autocomplete, isShown, toggle, hint, isFirst = false, failure = null } = field;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <span class="secret">
      <input
        id=${id}
        name=${id}
        type=${isShown ? 'text' : 'password'}
        autocomplete=${autocomplete}
        autocapitalize="off"
        spellcheck="false"
        maxlength="128"
        ?data-autofocus=${isFirst}
        aria-invalid=${failure !== null}
        aria-describedby="${id}-hint ${id}-problem"
      />
      <button
        type="button"
        class="icon-button"
        aria-label=${t('security.showPassword')}
        aria-pressed=${isShown}
        @click=${toggle}
      >
        ${icon(isShown ? eyeOff : eye)}
      </button>
    </span>
    ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
    ${failure === null ? nothing : html`<p class="error" id="${id}-problem" role="alert">${icon(circleAlert)}<span>${failure}</span></p>`}
  </div>`;
}
