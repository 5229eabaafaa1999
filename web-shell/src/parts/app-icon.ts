import { initials } from '@veche/contract/light';
import { html, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { avatar } from './avatar.ts';

/** An app as it is told of wherever it is shown. */
interface ShownApp {
  readonly appId: number;
  readonly name: string;
  /** Address of its picture. */
  readonly icon?: string | undefined;
}

/** The icon of an app, or two letters where there is none or none to be had. Sized like an avatar. */
export function appIcon({ appId, name, icon }: ShownApp): TemplateResult {
  if (icon === undefined) return avatar(appId, name);
  return html`<span class="avatar" data-tint=${appId % 8} aria-hidden="true"
    >${initials(name)}${keyed(icon, html`<img src=${icon} alt="" decoding="async" @error=${hide} />`)}</span
  >`;
}

function hide(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}
