import { html, type TemplateResult } from 'lit';
import type { SettingsPage } from '../state/router.ts';
import type { Shell } from '../state/shell.ts';
import { need } from './lazy.ts';

/** A page of the settings, loaded when first shown. */
export function settingsPage(shell: Shell, page: SettingsPage): TemplateResult {
  need(shell, page);
  switch (page) {
    case 'privacy':
      return html`<veche-privacy .shell=${shell}></veche-privacy>`;
    case 'blocked':
      return html`<veche-blocked .shell=${shell}></veche-blocked>`;
    case 'contacts':
      return html`<veche-contacts .shell=${shell}></veche-contacts>`;
  }
}
