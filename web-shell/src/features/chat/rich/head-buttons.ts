import { html, type TemplateResult } from 'lit';
import type { Shell } from '../../../state/shell.ts';
import type { ChatRow } from '../../../sync/client.ts';
import { callButtons } from './calls.ts';
import { headerApps } from './header-apps.ts';

/** In the header of a chat: who can be called is, and apps are opened. */
export function headButtons(shell: Shell, row: ChatRow): TemplateResult {
  return html`${callButtons(shell, row)}${headerApps(shell, row)}`;
}
