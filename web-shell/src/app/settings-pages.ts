import { html, type TemplateResult } from 'lit';
import type { SettingsPage } from '../state/router.ts';
import type { Shell } from '../state/shell.ts';
import { need } from './lazy.ts';

const pages: Readonly<Record<SettingsPage, (shell: Shell) => TemplateResult>> = {
  appearance: (shell) => html`<veche-appearance .shell=${shell}></veche-appearance>`,
  accessibility: (shell) => html`<veche-accessibility .shell=${shell}></veche-accessibility>`,
  storage: (shell) => html`<veche-storage .shell=${shell}></veche-storage>`,
  privacy: (shell) => html`<veche-privacy .shell=${shell}></veche-privacy>`,
  consents: (shell) => html`<veche-consents .shell=${shell}></veche-consents>`,
  apps: (shell) => html`<veche-installed .shell=${shell}></veche-installed>`,
  security: (shell) => html`<veche-security .shell=${shell}></veche-security>`,
  blocked: (shell) => html`<veche-blocked .shell=${shell}></veche-blocked>`,
  contacts: (shell) => html`<veche-contacts .shell=${shell}></veche-contacts>`,
  limits: (shell) => html`<veche-limits .shell=${shell}></veche-limits>`,
  organisations: (shell) => html`<veche-organisations .shell=${shell}></veche-organisations>`,
  bots: (shell) => html`<veche-bots .shell=${shell}></veche-bots>`,
  releases: (shell) => html`<veche-releases .shell=${shell}></veche-releases>`,
  data: (shell) => html`<veche-data .shell=${shell}></veche-data>`,
  import: (shell) => html`<veche-import .shell=${shell}></veche-import>`,
  notifications: (shell) => html`<veche-diagnosis .shell=${shell}></veche-diagnosis>`,
  delete: (shell) => html`<veche-delete .shell=${shell}></veche-delete>`,
};

/** A page of the settings, loaded when first shown. */
export function settingsPage(shell: Shell, page: SettingsPage): TemplateResult {
  need(shell, page === 'data' || page === 'import' || page === 'delete' ? 'archives' : 'settingsPages');
  return pages[page](shell);
}
